// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

/**
 * A note.
 *
 * @param id names it, and its file
 * @param version 1 at first, one more with each change; its ETag
 * @param changed milliseconds since 1970
 */
record Note(String id, long version, long changed, String title, String text) {
    static final int LONGEST_TITLE = 200;
    static final int LONGEST_TEXT = 20_000;

    /** What a client may say of it. */
    record Draft(String title, String text) {
        /** Checks what came from outside: Gson leaves out what was not there. */
        Draft checked() throws Problem {
            if (title == null || title.isBlank() || title.length() > LONGEST_TITLE) {
                throw new Problem(422, "title wants 1 to " + LONGEST_TITLE + " characters");
            }
            if (text == null || text.length() > LONGEST_TEXT) {
                throw new Problem(422, "text wants " + LONGEST_TEXT + " characters at most");
            }
            return this;
        }
    }

    String etag() {
        return "\"" + version + "\"";
    }
}
