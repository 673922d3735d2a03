// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

/** Why a revision is not known, in one sentence for people. */
final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;

    Trouble(String text) {
        super(text);
    }

    /** With what a program said, on one line. */
    static Trouble said(String program, java.nio.file.Path folder, int exit, String error) {
        String words =
                error.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (a, b) -> a + " " + b);
        return new Trouble("the revision of " + folder + " is not known: " + program + " ended with exit code " + exit
                + (words.isEmpty() ? "" : " and said:" + words));
    }
}
