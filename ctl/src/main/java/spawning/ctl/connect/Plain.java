// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.connect;

import spawning.protocol.LogText;

/** Text of others as it may be shown: nothing in it that a terminal obeys. */
public final class Plain {
    private Plain() {}

    /** Of any number of lines, which stay lines. */
    public static String lines(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (String line : text.split("(?<=\n)", -1)) {
            boolean ended = line.endsWith("\n");
            plain.append(LogText.line(ended ? line.substring(0, line.length() - 1) : line))
                    .append(ended ? "\n" : "");
        }
        return plain.toString();
    }
}
