// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import spawning.wsgi.Header;

/**
 * Status and headers of a response, checked against the rules of HTTP and of PEP 3333.
 *
 * @param status from 200 to 599
 * @param reason may be empty
 * @param headers without Content-Length
 * @param contentLength bytes, or {@link #UNKNOWN}
 */
public record ResponseHead(int status, String reason, List<Header> headers, long contentLength) {
    /** The content length of a body whose end nobody knows yet. */
    public static final long UNKNOWN = -1;

    /**
     * Checks what an application gave to start.
     *
     * @throws IllegalArgumentException status or headers are not legal; the text says why
     */
    static ResponseHead of(String status, List<Header> headers) {
        checkStatus(status);
        Objects.requireNonNull(headers, "headers");
        long contentLength = UNKNOWN;
        List<Header> others = new ArrayList<>(headers.size());
        for (Header header : headers) {
            checkHeader(Objects.requireNonNull(header, "a header"));
            if (!header.name().equalsIgnoreCase("Content-Length")) {
                others.add(header);
            } else if (contentLength == UNKNOWN) {
                contentLength = length(header.value());
            } else {
                throw new IllegalArgumentException("two Content-Length headers");
            }
        }
        return new ResponseHead(Integer.parseInt(status, 0, 3, 10), status.substring(4), others, contentLength);
    }

    /** A response of the server's own, to be sent with the bytes of {@link #plainBody}. */
    public static ResponseHead plain(int status, String reason) {
        return new ResponseHead(
                status, reason, List.of(new Header("Content-Type", "text/plain")), plainBody(reason).length);
    }

    /** The one line that is the body of a response of the server's own. */
    public static byte[] plainBody(String reason) {
        return (reason + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The same with a content length, unless it has one, or its status makes the length that of another response. */
    ResponseHead withLength(long length) {
        return contentLength == UNKNOWN && !bodiless() ? new ResponseHead(status, reason, headers, length) : this;
    }

    /** Whether the status has no body, whatever the method (RFC 9110, section 6.4.1). */
    public boolean bodiless() {
        return status == 204 || status == 304;
    }

    private static void checkStatus(String status) {
        Objects.requireNonNull(status, "status");
        if (status.length() < 4 || status.charAt(3) != ' ' || !digits(status, 3)) {
            throw new IllegalArgumentException(
                    "status '" + visible(status) + "' is not three digits, a space and a reason");
        }
        if (status.charAt(0) < '2' || status.charAt(0) > '5') {
            throw new IllegalArgumentException("status " + visible(status) + " is not from 200 to 599");
        }
        checkText("status", status);
    }

    private static boolean digits(String text, int length) {
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return length > 0;
    }

    private static void checkHeader(Header header) {
        String name = header.name();
        if (!token(name)) {
            throw new IllegalArgumentException("header name '" + visible(name) + "' is not a token of HTTP");
        }
        if (header.isHopByHop()) {
            throw new IllegalArgumentException("header " + name + " belongs to the server, not to applications");
        }
        checkText(name, header.value());
    }

    /** RFC 9110, section 5.6.2. */
    private static boolean token(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** A line break here would let whoever supplied the text write headers and responses of its own. */
    private static void checkText(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                throw new IllegalArgumentException(
                        what + " '" + visible(text) + "' has a control character or one outside ISO 8859-1");
            }
        }
    }

    private static long length(String value) {
        if (value.length() > 18 || !digits(value, value.length())) {
            throw new IllegalArgumentException("Content-Length '" + visible(value) + "' is no length");
        }
        return Long.parseLong(value);
    }

    private static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.chars().forEach(c -> shown.append(c < ' ' || c == 0x7F ? '?' : (char) c));
        return shown.toString();
    }
}
