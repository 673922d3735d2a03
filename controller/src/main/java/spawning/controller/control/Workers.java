// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.util.Optional;
import java.util.stream.Collectors;
import spawning.controller.status.Member;
import spawning.controller.status.Site;
import spawning.protocol.LogText;

/** Workers as operators name them: by their slots. */
final class Workers {
    private Workers() {}

    /** The worker in a slot, given as a text that may be anything. */
    static Optional<Member> inSlot(Site site, String slot) {
        return site.members().stream()
                .filter(member -> Integer.toString(member.slot()).equals(slot))
                .findFirst();
    }

    /** The sentence that says that there is none. */
    static String none(Site site, String slot) {
        String there = site.members().stream()
                .map(Member::slot)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return "there is no worker in slot " + LogText.line(slot) + "; "
                + (there.isEmpty() ? "no worker runs just now" : "there are " + there);
    }
}
