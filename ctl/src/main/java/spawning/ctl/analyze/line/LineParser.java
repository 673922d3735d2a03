// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

/** Understands the lines of one format; one thread, for it may keep what it needs. */
public interface LineParser {
    /**
     * Takes a line apart.
     *
     * @param b holds the line, without its end, from {@code from} to before {@code to}
     * @param entry filled; of no use when the answer is no
     * @return whether the line is of the format
     */
    boolean parse(byte[] b, int from, int to, Entry entry);
}
