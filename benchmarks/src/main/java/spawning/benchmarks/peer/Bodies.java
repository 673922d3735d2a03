// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** What the Java peers answer, by path. */
final class Bodies {
    private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TEN_KB = "x".repeat(10240).getBytes(StandardCharsets.US_ASCII);

    private Bodies() {}

    static byte[] of(String path) {
        return switch (path) {
            case "/10k" -> TEN_KB;
            case "/allocated" -> allocated();
            default -> HELLO;
        };
    }

    private static byte[] allocated() {
        long bytes = ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
        return (ProcessHandle.current().pid() + " " + bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
