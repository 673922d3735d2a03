// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import spawning.server.wsgi.RequestTarget;

/**
 * Whether a request is one that is answered by the application: what RFC 9112 asks of a server beyond what the decoder
 * has checked, and the limits. Pure.
 *
 * @param maxHeader bytes of request line and headers
 * @param maxBody bytes of the body
 */
record RequestCheck(int maxHeader, long maxBody) {
    /** The length of a body that comes in chunks. */
    static final long CHUNKED = -1;

    static final Refused BAD_REQUEST = new Refused(400, "Bad Request");
    static final Refused BAD_FORWARDING = new Refused(400, "Bad Forwarded Or X-Forwarded Header");
    static final Refused TIMEOUT = new Refused(408, "Request Timeout");
    static final Refused OVERDUE = new Refused(503, "Service Unavailable");
    private static final Refused BODY_TOO_LARGE = new Refused(413, "Content Too Large");
    private static final Refused LINE_TOO_LONG = new Refused(414, "URI Too Long");
    private static final Refused NOT_EXPECTED = new Refused(417, "Expectation Failed");
    private static final Refused HEADER_TOO_LARGE = new Refused(431, "Request Header Fields Too Large");
    private static final Refused NOT_IMPLEMENTED = new Refused(501, "Not Implemented");
    private static final Refused WRONG_VERSION = new Refused(505, "HTTP Version Not Supported");

    /** What comes of a request. */
    sealed interface Verdict {}

    /**
     * It goes to the application.
     *
     * @param target taken apart
     * @param bodyLength bytes; 0 when there is none; {@link #CHUNKED}
     * @param expectsContinue the body comes only after an interim response
     */
    record Accepted(RequestTarget target, long bodyLength, boolean expectsContinue) implements Verdict {}

    /** It is answered by the server, and the connection closed. */
    record Refused(int status, String reason) implements Verdict {}

    Verdict check(HttpRequest request) {
        DecoderResult decoded = request.decoderResult();
        if (decoded.isFailure()) {
            return undecoded(request, decoded.cause());
        }
        if (decoded instanceof HttpMessageDecoderResult size && size.totalSize() > maxHeader) {
            return HEADER_TOO_LARGE;
        }
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            return WRONG_VERSION;
        }
        if (request.method().name().equals("CONNECT")) {
            return NOT_IMPLEMENTED; // a tunnel is the business of proxies
        }
        if (!hostIsRight(request) || hasHiddenBody(request)) {
            return BAD_REQUEST;
        }
        return body(request);
    }

    /** The decoder stops at the first breach; which one tells what to answer. */
    private static Verdict undecoded(HttpRequest request, Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return LINE_TOO_LONG;
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return HEADER_TOO_LARGE;
        }
        HttpHeaders headers = request.headers();
        boolean codedOnly = headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        return codedOnly && hasUnknownCoding(headers) ? NOT_IMPLEMENTED : BAD_REQUEST;
    }

    private Verdict body(HttpRequest request) {
        HttpHeaders headers = request.headers();
        boolean coded = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
        if (coded && hasUnknownCoding(headers)) {
            return NOT_IMPLEMENTED;
        }
        long length = coded ? CHUNKED : HttpUtil.getContentLength(request, 0L);
        if (length > maxBody) {
            return BODY_TOO_LARGE;
        }
        // a client of HTTP/1.0 cannot mean it: RFC 9110, section 10.1.1
        boolean expects = request.protocolVersion().minorVersion() > 0 && headers.contains(HttpHeaderNames.EXPECT);
        if (expects && !HttpUtil.is100ContinueExpected(request)) {
            return NOT_EXPECTED;
        }
        try {
            RequestTarget target = RequestTarget.parse(request.method().name(), request.uri());
            String authority = target.authority(); // stands in for the Host, so it may be no more than that
            return authority == null || isHost(authority)
                    ? new Accepted(target, length, expects && length != 0)
                    : BAD_REQUEST;
        } catch (IllegalArgumentException e) {
            return BAD_REQUEST;
        }
    }

    /** RFC 9112, section 6.1: a coding that is not understood is not skipped. */
    private static boolean hasUnknownCoding(HttpHeaders headers) {
        for (String value : headers.getAll(HttpHeaderNames.TRANSFER_ENCODING)) {
            for (String coding : value.split(",", -1)) {
                if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("chunked")) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Netty takes eight bytes after such a head for its body, as a draft of WebSocket had it that nobody speaks any more;
     * a proxy in front takes them for the next request.
     */
    private static boolean hasHiddenBody(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2);
    }

    /** RFC 9112, section 3.2: exactly one Host with HTTP/1.1, at most one before, and nothing in it but a host. */
    private static boolean hostIsRight(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.isEmpty()) {
            return request.protocolVersion().minorVersion() == 0;
        }
        return hosts.size() == 1 && isHost(hosts.getFirst());
    }

    /** A host and port at most: no userinfo, which is refused as RFC 9110, section 4.2.4, advises. */
    private static boolean isHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "-._~:[]%!$&'()*+,;=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
