// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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

    private static final byte[] ONE_MB = new byte[1 << 20];
    private static final byte[] TO_HASH = new byte[16 << 10];
    private static final int HASHES = 100;

    static {
        Arrays.fill(TEN_KB, (byte) 'x');
        Arrays.fill(ONE_MB, (byte) 'x');
    }

    private final List<byte[]> live = new ArrayList<>();
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
            case "/1m" -> ONE_MB;
            case "/cpu" -> afterWork();
            case "/pid" -> text("" + ProcessHandle.current().pid());
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
            default -> withArgument(path);
        };
    }

    private byte[] withArgument(String path) {
        if (path.startsWith("/fill/")) {
            fill(Integer.parseInt(path.substring("/fill/".length())));
        } else if (path.startsWith("/collect/")) {
            return text(collect(Integer.parseInt(path.substring("/collect/".length()))));
        }
        return HELLO;
    }

    /** So many megabytes of small objects that stay. */
    private void fill(int megabytes) {
        for (int i = 0; i < megabytes * 8192; i++) {
            live.add(new byte[112]);
        }
    }

    /** So many full collections, one after the other: the longest in milliseconds, and their share of the time. */
    private static String collect(int times) {
        long begun = System.nanoTime();
        long longest = 0;
        long all = 0;
        for (int i = 0; i < times; i++) {
            long before = System.nanoTime();
            System.gc();
            long took = System.nanoTime() - before;
            longest = Math.max(longest, took);
            all += took;
            Thread.yield();
        }
        return longest / 1_000_000 + " " + (double) all / (System.nanoTime() - begun);
    }

    /** A fixed number of SHA-256: about a millisecond of CPU. */
    private static byte[] afterWork() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < HASHES; i++) {
            digest.update(TO_HASH);
        }
        return digest.digest().length == 32 ? HELLO : new byte[0];
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
