// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** The workloads of the benchmarks as an application of Spawning. */
public final class Bench implements Application {
    private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TEN_KB = new byte[10240];

    static {
        Arrays.fill(TEN_KB, (byte) 'x');
    }

    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        byte[] body = body((String) environ.get("PATH_INFO"));
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        return List.of(body);
    }

    private byte[] body(String path) throws Exception {
        return switch (path) {
            case "/10k" -> TEN_KB;
            case "/block" -> {
                Thread.sleep(5);
                yield HELLO;
            }
            case "/allocated" -> text(ProcessHandle.current().pid() + " " + allocated());
            case "/heap" -> text(ProcessHandle.current().pid() + " " + heap());
            case "/waiting" -> text("" + waiting);
            case "/poll" -> {
                waiting.incrementAndGet();
                released.await();
                yield HELLO;
            }
            case "/release" -> {
                released.countDown();
                yield HELLO;
            }
            default -> HELLO;
        };
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
