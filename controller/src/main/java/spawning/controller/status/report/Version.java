// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import java.util.Optional;

/** Of this program. */
public final class Version {
    /** As it was built. */
    public static final String TEXT = Optional.ofNullable(
                    Version.class.getPackage().getImplementationVersion())
            .orElse("(development)");

    private Version() {}
}
