// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
            if (!encodable(title) || !encodable(text)) {
                throw new Problem(422, "title and text want whole characters, and there is half of a surrogate pair");
            }
            return this;
        }

        /** JSON can escape half of a surrogate pair alone, which no file in UTF-8 can hold. */
        private static boolean encodable(String text) {
            return StandardCharsets.UTF_8.newEncoder().canEncode(text);
        }
    }

    /** Whether an If-Match means this version: RFC 9110, section 13.1.1. */
    boolean matches(String ifMatch) {
        return Arrays.stream(ifMatch.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag()));
    }

    String etag() {
        return "\"" + version + "\"";
    }
}
