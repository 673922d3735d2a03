// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

/** What a line may tell of a request. */
public enum Field {
    REMOTE("the client's address (%h)"),
    TIME("a time (%t)"),
    METHOD("the method (%m or %r)"),
    TARGET("the path (%U or %r)"),
    STATUS("the status (%>s)"),
    BYTES("the bytes sent (%b or %B)"),
    SECONDS("the duration (%D or %T)"),
    REFERER("the referer (%{Referer}i)"),
    AGENT("the user agent (%{User-Agent}i)"),
    SLOT("the worker's slot (only in the json format)");

    private final String words;

    Field(String words) {
        this.words = words;
    }

    /** What it is, and where a format string has it. */
    public String words() {
        return words;
    }
}
