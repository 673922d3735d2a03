// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import spawning.wsgi.Header;

/** What has become of a response so far, and the rules that link its head to its body. */
final class Outcome {
    private static final long UNKNOWN = -1;

    /** So many elements of one byte in a row, faster than {@link #TINY_TIME}, are a text given byte by byte. */
    private static final int TINY_RUN = 1000;

    private static final long TINY_TIME = TimeUnit.SECONDS.toNanos(10);

    private final Call call;
    private final boolean head;
    private String status = "";
    private @Nullable List<Header> given;
    private List<Header> copy = List.of();
    private long length = UNKNOWN;
    private long bytes;
    private boolean committed;
    private boolean errorThrown;
    private int tinyRun;
    private long tinySince;

    Outcome(Call call, boolean head) {
        this.call = call;
        this.head = head;
    }

    boolean started() {
        return given != null;
    }

    /** Checks what is given to start and takes it. */
    void start(String newStatus, List<Header> headers) {
        HeadRules.checkStatus(call, newStatus);
        HeadRules.checkHeaders(call, headers);
        status = newStatus;
        given = headers;
        copy = List.copyOf(headers);
        String declared = value("Content-Length");
        length = declared == null ? UNKNOWN : Long.parseLong(declared);
        boolean typed = value("Content-Type") != null;
        call.require(!typed || !bodiless(), Rule.CONTENT_TYPE_FORBIDDEN, "Content-Type with status " + status);
        call.require(
                length == UNKNOWN || !status.startsWith("204"),
                Rule.CONTENT_LENGTH_FORBIDDEN,
                "Content-Length: " + length + " with status " + status);
    }

    /** The outer start threw for an error, as it must when headers were sent. */
    void errorThrown() {
        errorThrown = true;
    }

    /** Checks bytes on their way out. */
    void sending(byte[] element) {
        requireNotSwallowed();
        requireTinyRunEnds(element.length);
        if (element.length == 0) {
            return;
        }
        call.require(started(), Rule.START_NEVER, "an element of " + element.length + " bytes before start was called");
        if (!committed) {
            committed = true;
            requireHeadersUnchanged();
            call.require(!bodiless(), Rule.BODY_FORBIDDEN, element.length + " bytes with status " + status);
            call.require(value("Content-Type") != null, Rule.CONTENT_TYPE_MISSING, "none among " + copy);
        }
        bytes += element.length;
        call.require(
                length == UNKNOWN || bytes <= length,
                Rule.CONTENT_LENGTH_EXCEEDED,
                bytes + " bytes so far, Content-Length: " + length);
    }

    /** Checks what can be said of a file that the server sends: it counts the bytes itself. */
    void file() {
        requireNotSwallowed();
        call.require(started(), Rule.START_NEVER, "a file was returned before start was called");
        requireHeadersUnchanged();
        boolean typed = value("Content-Type") != null;
        call.require(typed || bodiless() || length == 0, Rule.CONTENT_TYPE_MISSING, "none among " + copy);
    }

    /** Checks a body that has come to its end. */
    void complete() {
        requireNotSwallowed();
        call.require(started(), Rule.START_NEVER, "the end of the body, and start was not called");
        requireHeadersUnchanged();
        boolean needless = bodiless() || (head && bytes == 0);
        call.require(
                length == UNKNOWN || bytes == length || needless,
                Rule.CONTENT_LENGTH_SHORT,
                bytes + " bytes, Content-Length: " + length);
    }

    private void requireNotSwallowed() {
        call.require(!errorThrown, Rule.ERROR_SWALLOWED, "the application went on after start had thrown");
    }

    private void requireHeadersUnchanged() {
        call.require(copy.equals(given), Rule.HEADERS_CHANGED, copy + " became " + given);
    }

    private void requireTinyRunEnds(int size) {
        if (size != 1) {
            tinyRun = 0;
            return;
        }
        if (tinyRun++ == 0) {
            tinySince = System.nanoTime();
        }
        call.require(
                tinyRun < TINY_RUN || System.nanoTime() - tinySince > TINY_TIME,
                Rule.ELEMENTS_TINY,
                TINY_RUN + " elements of one byte in a row");
    }

    private boolean bodiless() {
        return status.startsWith("204") || status.startsWith("304");
    }

    private @Nullable String value(String name) {
        return copy.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }
}
