// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.util.ClassLoadingObjectInputStream;

/**
 * A session as bytes: a head of fixed length, Jetty's form of the attributes, and a checksum of both, for a power cut may leave
 * a file of the right length without its content. The same session gives the same bytes, by which it is known to be unchanged.
 */
final class SessionContent {
    private static final int MAGIC = 0x53505331; // "SPS1"
    private static final int MAX_INACTIVE_AT = Integer.BYTES;

    /** Bytes before the attributes: magic, longest idle time, creation, when the cookie was set. */
    static final int HEAD = Integer.BYTES + 3 * Long.BYTES;

    /** After so many ms without a request what is no session of this format is taken for expired. */
    private static final long FOREIGN_AFTER = Duration.ofDays(1).toMillis();

    private SessionContent() {}

    /**
     * The bytes of a session. The context class loader is the application's.
     *
     * @param leftOut hears the name and the class of each attribute that cannot be serialised, and is left out
     * @throws IOException and RuntimeException as the application's own classes throw them
     */
    static byte[] encode(SessionData data, BiConsumer<String, String> leftOut) throws IOException {
        try {
            return whole(data);
        } catch (NotSerializableException e) {
            return whole(serialisable(data, leftOut));
        }
    }

    private static byte[] whole(SessionData data) throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        var out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeLong(data.getMaxInactiveMs());
        out.writeLong(data.getCreated());
        out.writeLong(data.getCookieSet());
        try (var objects = new ObjectOutputStream(bytes)) {
            SessionData.serializeAttributes(data, objects);
        }
        int sum = checksum(bytes.toByteArray(), bytes.size());
        out.writeInt(sum);
        return bytes.toByteArray();
    }

    private static SessionData serialisable(SessionData data, BiConsumer<String, String> leftOut) throws IOException {
        SessionData rest = new SessionData(
                data.getId(),
                data.getContextPath(),
                data.getVhost(),
                data.getCreated(),
                data.getAccessed(),
                data.getLastAccessed(),
                data.getMaxInactiveMs());
        rest.setCookieSet(data.getCookieSet());
        for (Map.Entry<String, Object> attribute : data.getAllAttributes().entrySet()) {
            try (var nowhere = new ObjectOutputStream(OutputStream.nullOutputStream())) {
                nowhere.writeObject(attribute.getValue());
                rest.setAttribute(attribute.getKey(), attribute.getValue());
            } catch (NotSerializableException e) {
                leftOut.accept(attribute.getKey(), String.valueOf(e.getMessage()));
            }
        }
        return rest;
    }

    /**
     * The session in the bytes. The context class loader is the application's: its classes are found there.
     *
     * @param content is not {@link #torn}
     * @throws IOException where the bytes are of another kind; else what the application's classes throw, among it
     *     {@link LinkageError}
     */
    static void decode(byte[] content, SharedSessionData into) throws IOException, ClassNotFoundException {
        if (!isOne(ByteBuffer.wrap(content)))
            throw new IOException(
                    "it has the format of another version of the server (%d bytes)".formatted(content.length));
        ByteBuffer head = ByteBuffer.wrap(content, Integer.BYTES, HEAD);
        into.setMaxInactiveMs(head.getLong());
        into.setCreated(head.getLong());
        into.setCookieSet(head.getLong());
        try (var objects =
                new ClassLoadingObjectInputStream(new ByteArrayInputStream(content, HEAD, content.length - HEAD))) {
            SessionData.deserializeAttributes(into, objects);
        }
    }

    /** Whether a head is that of a session. */
    static boolean isOne(ByteBuffer head) {
        return head.remaining() >= HEAD && head.getInt(0) == MAGIC;
    }

    /** From the head alone: ms without a request after which the session is expired, 0 or less for never. */
    static long maxInactive(ByteBuffer head) {
        return isOne(head) ? head.getLong(MAX_INACTIVE_AT) : FOREIGN_AFTER;
    }

    /** Whether these bytes are a file that a power cut left short, or without its content. Nobody will ever read it. */
    static boolean torn(byte[] content) {
        int end = content.length - Integer.BYTES;
        if (end < HEAD) return true;
        ByteBuffer bytes = ByteBuffer.wrap(content);
        return isOne(bytes) ? bytes.getInt(end) != checksum(content, end) : bytes.getInt(0) == 0;
    }

    private static int checksum(byte[] bytes, int length) {
        var sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
