// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.nio.charset.StandardCharsets;
import spawning.ctl.analyze.line.Field;

/**
 * A condition: {@code path=/x}, {@code status_class!=2xx}, {@code path=/shop/*}.
 *
 * @param wanted false to count the others
 * @param onlyBegins whether what stands there need only begin so
 */
public record Filter(Dimension dimension, boolean wanted, String text, boolean onlyBegins) {
    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException it is no condition; its text is a sentence for the user
     */
    public static Filter of(String condition) {
        int equals = condition.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "'" + condition
                            + "' is no condition: it is NAME=TEXT or NAME!=TEXT, perhaps with a * at the end, such as path=/shop/*");
        }
        boolean wanted = condition.charAt(equals - 1) != '!';
        Dimension dimension = Dimension.of(condition.substring(0, wanted ? equals : equals - 1));
        if (dimension.isTime()) {
            throw new IllegalArgumentException("'" + condition + "': times are chosen with --earliest and --latest");
        }
        String text = condition.substring(equals + 1);
        boolean onlyBegins = text.endsWith("*");
        return new Filter(dimension, wanted, onlyBegins ? text.substring(0, text.length() - 1) : text, onlyBegins);
    }

    /** What a line must have for it. */
    public Field field() {
        return dimension.field();
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
