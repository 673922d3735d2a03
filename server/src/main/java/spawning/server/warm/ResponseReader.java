// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a response to GET (RFC 9112, section 6.3) in what comes, in whatever pieces. What it reads is our own
 * server's, so it is not strict.
 */
final class ResponseReader {
    private static final int MOST_LINE = 65_536;

    private final Consumer<String> cookies;
    private final StringBuilder line = new StringBuilder();
    private Part part = Part.STATUS;
    private int status;
    private boolean chunked;
    private boolean close;

    /** Bytes of the body, or of the chunk, that are still to come; -1: until the connection ends. */
    private long left = -1;

    private enum Part {
        STATUS,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        DONE
    }

    /** @param cookies given the value of each Set-Cookie header */
    ResponseReader(Consumer<String> cookies) {
        this.cookies = cookies;
    }

    /** Reads all that is there. Returns whether the response is complete. */
    boolean read(ByteBuffer bytes) throws BrokenResponse {
        while (bytes.hasRemaining() && part != Part.DONE) {
            switch (part) {
                case BODY -> skip(bytes, Part.DONE);
                case CHUNK -> skip(bytes, Part.CHUNK_END);
                default -> {
                    String whole = line(bytes);
                    if (whole != null) {
                        take(whole);
                    }
                }
            }
        }
        return part == Part.DONE;
    }

    /** Whether anything of the response has come. */
    boolean begun() {
        return part != Part.STATUS || line.length() > 0;
    }

    /** The connection has ended. Returns whether the response is complete by that. */
    boolean ended() {
        return part == Part.BODY && left < 0;
    }

    int status() {
        return status;
    }

    /** Whether the server ends the connection after it. */
    boolean closes() {
        return close;
    }

    private void skip(ByteBuffer bytes, Part next) {
        if (left < 0) {
            bytes.position(bytes.limit());
            return;
        }
        int count = (int) Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + count);
        left -= count;
        if (left == 0) {
            part = next;
        }
    }

    /** Null: it is not complete. */
    private @Nullable String line(ByteBuffer bytes) throws BrokenResponse {
        while (bytes.hasRemaining()) {
            char next = (char) (bytes.get() & 0xff);
            if (next == '\n') {
                String whole = line.toString();
                line.setLength(0);
                return whole;
            }
            if (next != '\r') {
                line.append(next);
            }
            if (line.length() > MOST_LINE) {
                throw new BrokenResponse("a line of the response is longer than " + MOST_LINE + " bytes");
            }
        }
        return null;
    }

    private void take(String whole) throws BrokenResponse {
        switch (part) {
            case STATUS -> statusLine(whole);
            case HEADERS -> header(whole);
            case CHUNK_SIZE -> chunkSize(whole);
            case CHUNK_END -> part = Part.CHUNK_SIZE;
            case TRAILERS -> part = whole.isEmpty() ? Part.DONE : Part.TRAILERS;
            case BODY, CHUNK, DONE -> throw new IllegalStateException(part + " has no lines");
        }
    }

    private void statusLine(String whole) throws BrokenResponse {
        if (!whole.matches("HTTP/1\\.[01] [1-5]\\d\\d.*")) {
            throw new BrokenResponse("it begins with '" + whole + "'");
        }
        status = Integer.parseInt(whole.substring(9, 12));
        part = Part.HEADERS;
    }

    private void header(String whole) throws BrokenResponse {
        if (whole.isEmpty()) {
            headEnds();
            return;
        }
        int colon = whole.indexOf(':');
        if (colon < 0) {
            throw new BrokenResponse("'" + whole + "' is no header");
        }
        String value = whole.substring(colon + 1).strip();
        switch (whole.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> left = number(value, 10);
            case "transfer-encoding" -> chunked |= value.equalsIgnoreCase("chunked");
            case "connection" -> close |= value.toLowerCase(Locale.ROOT).contains("close");
            case "set-cookie" -> cookies.accept(value);
            default -> {
                // of no meaning here
            }
        }
    }

    private void headEnds() {
        if (status < 200) {
            part = Part.STATUS; // an interim response: the real one follows
        } else if (status == 204 || status == 304) {
            part = Part.DONE;
        } else if (chunked) {
            part = Part.CHUNK_SIZE;
        } else {
            close |= left < 0;
            part = left == 0 ? Part.DONE : Part.BODY;
        }
    }

    private void chunkSize(String whole) throws BrokenResponse {
        int extension = whole.indexOf(';');
        left = number((extension < 0 ? whole : whole.substring(0, extension)).strip(), 16);
        part = left == 0 ? Part.TRAILERS : Part.CHUNK;
    }

    private static long number(String text, int radix) throws BrokenResponse {
        try {
            return Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            throw new BrokenResponse("'" + text + "' is no length");
        }
    }

    /** What came is no response. */
    static final class BrokenResponse extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenResponse(String why) {
            super(why);
        }
    }
}
