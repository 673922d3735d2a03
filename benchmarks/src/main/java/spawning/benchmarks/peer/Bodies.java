// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What the Java peers answer, by path. It stands alone, for Spawning is given it beside {@link BenchServlet}. */
public final class Bodies {
    private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TEN_KB = "x".repeat(10240).getBytes(StandardCharsets.US_ASCII);

    private static final byte[] ONE_MB = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TO_HASH = new byte[16 << 10];
    private static final int HASHES = 100;

    private Bodies() {}

    public static byte[] of(String path) {
        return switch (path) {
            case "/10k" -> TEN_KB;
            case "/1m" -> ONE_MB;
            case "/cpu" -> afterWork();
            case "/pid" -> ascii("" + ProcessHandle.current().pid());
            case "/allocated" -> allocated();
            default -> HELLO;
        };
    }

    /** A fixed number of SHA-256: about a millisecond of CPU. */
    private static byte[] afterWork() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < HASHES; i++) {
                digest.update(TO_HASH);
            }
            return digest.digest().length == 32 ? HELLO : new byte[0];
        } catch (NoSuchAlgorithmException e) { // every JDK has it
            throw new IllegalStateException(e);
        }
    }

    private static byte[] allocated() {
        long bytes = ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
        return ascii(ProcessHandle.current().pid() + " " + bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
