// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import spawning.server.netty.RequestCheck.Refused;
import spawning.server.wsgi.ResponseHead;
import spawning.wsgi.Header;

/** Writes responses as bytes. Any thread. */
final class ResponseEncoder {
    private static final byte[] VERSION = ascii("HTTP/1.1 ");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] COLON = ascii(": ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] SERVER = ascii("Server: Spawning\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n\r\n");
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

    private final HttpDate date = new HttpDate();
    private final byte[] keepAlive;

    /**
     * @param keepAlive what kept connections are promised, in whole seconds, at least one
     */
    ResponseEncoder(Duration keepAlive) {
        long seconds = Math.max(1, keepAlive.plusMillis(999).toSeconds());
        this.keepAlive = ascii("Connection: keep-alive\r\nKeep-Alive: timeout=" + seconds + "\r\n\r\n");
    }

    /** Writes a head with the blank line that ends it. */
    void head(ByteBuf out, ResponseHead response, Framing framing, boolean close) {
        out.writeBytes(VERSION);
        decimal(out, response.status());
        out.writeByte(' ');
        latin1(out, response.reason());
        out.writeBytes(LINE_END);
        boolean dated = false;
        boolean named = false;
        for (Header header : response.headers()) {
            header(out, header.name(), header.value());
            dated |= header.name().equalsIgnoreCase("Date");
            named |= header.name().equalsIgnoreCase("Server");
        }
        if (!dated) {
            out.writeBytes(date.line());
        }
        if (!named) {
            out.writeBytes(SERVER);
        }
        framing(out, response, framing);
        out.writeBytes(close ? CLOSE : keepAlive);
    }

    /** Writes the whole response to a request that does not reach the application; returns the bytes of its body. */
    int refusal(ByteBuf out, Refused refused, boolean toHead) {
        ResponseHead response = ResponseHead.plain(refused.status(), refused.reason());
        byte[] body = ResponseHead.plainBody(refused.reason());
        Framing framing = Framing.of(response, toHead, false);
        head(out, response, framing, true);
        piece(out, body, 0, body.length, framing);
        return framing == Framing.NO_BODY ? 0 : body.length;
    }

    private static void framing(ByteBuf out, ResponseHead response, Framing framing) {
        switch (framing) {
            case CHUNKED -> out.writeBytes(CHUNKED);
            case LENGTH, NO_BODY -> {
                // HEAD and 304 tell the length that GET would have; 204 must not (RFC 9110, section 8.6)
                if (response.contentLength() != ResponseHead.UNKNOWN && response.status() != 204) {
                    ByteBufUtil.writeAscii(out, "Content-Length: ");
                    decimal(out, response.contentLength());
                    out.writeBytes(LINE_END);
                }
            }
            case UNTIL_CLOSE -> {}
        }
    }

    /** Writes a piece of the body. */
    static void piece(ByteBuf out, byte[] bytes, int offset, int length, Framing framing) {
        switch (framing) {
            case LENGTH, UNTIL_CLOSE -> out.writeBytes(bytes, offset, length);
            case CHUNKED -> {
                ByteBufUtil.writeAscii(out, Integer.toHexString(length));
                out.writeBytes(LINE_END).writeBytes(bytes, offset, length).writeBytes(LINE_END);
            }
            case NO_BODY -> {}
        }
    }

    /** What follows the last piece. */
    static ByteBuf end(Framing framing) {
        return switch (framing) {
            case CHUNKED -> Unpooled.wrappedBuffer(LAST_CHUNK);
            case LENGTH, UNTIL_CLOSE, NO_BODY -> Unpooled.EMPTY_BUFFER;
        };
    }

    /** The interim response that asks for the body. */
    static ByteBuf goOn() {
        return Unpooled.wrappedBuffer(CONTINUE);
    }

    private static void header(ByteBuf out, String name, String value) {
        latin1(out, name);
        out.writeBytes(COLON);
        latin1(out, value);
        out.writeBytes(LINE_END);
    }

    private static void latin1(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    private static void decimal(ByteBuf out, long number) {
        ByteBufUtil.writeAscii(out, Long.toString(number));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
