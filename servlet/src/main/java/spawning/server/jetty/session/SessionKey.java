// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which session, of which context. The id came from a client, so only the alphabet of ids that we hand out gets here; it
 * becomes part of a file name.
 *
 * @param context context path and virtual host, as {@link #context} writes them
 * @param id the session id, without the name of a worker
 */
record SessionKey(String context, String id) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,128}");
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9.-]");
    private static final int LONGEST_CONTEXT = 60;

    /** The key, or nothing where the id cannot be one of ours. */
    static @Nullable SessionKey of(String context, String id) {
        return ID.matcher(id).matches() ? new SessionKey(context, id) : null;
    }

    /** Name of a context: its path and its first virtual host, safe in a file name, and told apart by a hash where that loses something. */
    static String context(String path, String virtualHost) {
        String plain = path + "_" + virtualHost;
        String safe = UNSAFE.matcher(path).replaceAll("-") + "_"
                + UNSAFE.matcher(virtualHost).replaceAll("-");
        if (safe.equals(plain) && safe.length() <= LONGEST_CONTEXT) return safe;
        String start = safe.substring(0, Math.min(safe.length(), LONGEST_CONTEXT));
        return start + "-" + Long.toHexString(hash(plain));
    }

    /** Lock of a session id, the same in each process and each context: 62 bits, never negative. */
    static long lock(String id) {
        return hash(id) & ((1L << 62) - 1);
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("spawning session " + text).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        }
    }

    /** A session in a log line: enough to find it, too little to steal it. */
    String shown() {
        return id.length() <= 8 ? "session " + id.charAt(0) + "..." : "session " + id.substring(0, 6) + "...";
    }
}
