// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes ids from requests, or gives them. One that is given, such as {@code 4f2a9c01-1b}, is a random number of this
 * process and a counter, so that it is another one in each worker, generation and run. Any thread; no locks.
 */
public final class RequestIds {
    private static final int LONGEST = 128;

    /** Eight hexadecimal digits. */
    private static final int RANDOM_BYTES = 4;

    private final String header;
    private final String prefix = random() + "-";
    private final AtomicLong given = new AtomicLong();

    /** @param header from which ids are taken; empty: there are none */
    public RequestIds(String header) {
        this.header = header;
    }

    /** Empty: there are no ids. */
    public String header() {
        return header;
    }

    /**
     * The id of a request.
     *
     * @param sent what the header has; null when it was not sent
     * @return empty when there are no ids
     */
    public String of(@Nullable String sent) {
        if (header.isEmpty()) {
            return "";
        }
        return sent != null && isAcceptable(sent) ? sent : prefix + Long.toHexString(given.incrementAndGet());
    }

    /** As it stands behind a report about a request: in brackets after a space; empty when there is none. */
    public static String shown(String id) {
        return id.isEmpty() ? "" : " (request " + id + ")";
    }

    /** Whether it is short, and made of characters that mean nothing anywhere: it comes into logs, and perhaps into databases. */
    static boolean isAcceptable(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "._:/+=@-".indexOf(c) < 0) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST;
    }

    /** Straight from the kernel: SecureRandom would load dozens of classes at each boot. */
    private static String random() {
        try (InputStream in = Files.newInputStream(Path.of("/dev/urandom"))) {
            return HexFormat.of().formatHex(in.readNBytes(RANDOM_BYTES));
        } catch (IOException e) { // a container without it: processes that start at once differ in their ids
            return HexFormat.of().toHexDigits((int)
                    (System.nanoTime() ^ ProcessHandle.current().pid() << 16));
        }
    }
}
