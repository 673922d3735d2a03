// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import spawning.wsgi.Application;
import spawning.wsgi.Middleware;
import spawning.wsgi.StartResponse;

/** Around an application: GET /unruly/HOW harms its worker in that way. */
public class Unruly implements Middleware {
    private static final List<byte[]> LEAK = new ArrayList<>();
    private static final List<ByteBuffer> LEAK_OF_BUFFERS = new ArrayList<>();
    private static volatile long spun;

    @Override
    public Application wrap(Application next) {
        return (environ, start) -> {
            String path = (String) environ.get("PATH_INFO");
            return path.startsWith("/unruly/")
                    ? harm(path.substring("/unruly/".length()), start)
                    : next.call(environ, start);
        };
    }

    private static Iterable<byte[]> harm(String how, StartResponse start) throws Exception {
        switch (how) {
            case "loop" -> loopForever();
            case "deadlock" -> deadlock();
            case "read" -> readForever();
            case "halt" -> Runtime.getRuntime().halt(3);
            case "exit" -> Runtime.getRuntime().exit(7);
            case "segv" -> readNowhere();
            case "leak" -> leak();
            case "oom" -> exhaust();
            case "direct" -> LEAK_OF_BUFFERS.add(ByteBuffer.allocateDirect(64 << 20));
            case "overflow" -> overflow(1);
            default -> throw new IllegalArgumentException(how);
        }
        start.start("200 OK", List.of());
        return List.of((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** What a faulty native library does: the kernel answers with SIGSEGV. */
    private static void readNowhere() {
        spun += MemorySegment.ofAddress(8).reinterpret(8).get(ValueLayout.JAVA_LONG, 0);
    }

    private static void loopForever() {
        while (spun >= 0) {
            spun++;
        }
    }

    private static void deadlock() throws InterruptedException {
        Object one = new Object();
        Object other = new Object();
        CountDownLatch both = new CountDownLatch(2);
        Thread.ofPlatform().daemon().start(() -> lockBoth(other, one, both));
        lockBoth(one, other, both);
    }

    private static void lockBoth(Object first, Object second, CountDownLatch both) {
        synchronized (first) {
            both.countDown();
            while (both.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
            synchronized (second) {
                spun++;
            }
        }
    }

    private static void readForever() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort());
                InputStream in = socket.getInputStream()) {
            spun += in.read();
        }
    }

    private static void leak() {
        byte[] kept = new byte[1 << 20];
        java.util.Arrays.fill(kept, (byte) 1);
        synchronized (LEAK) {
            LEAK.add(kept);
        }
    }

    /** And swallows what comes of it. */
    private static void exhaust() {
        try {
            LEAK.add(new byte[Integer.MAX_VALUE - 16]);
        } catch (OutOfMemoryError swallowed) {
            spun++;
        }
    }

    private static int overflow(int depth) {
        return depth + overflow(depth + 1);
    }
}
