// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.io.FileInputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** GET /wait/HOW waits in that way until GET /go/HOW is served. Where waiting does not yield, that is never. */
public class Waits implements Application {
    private static final ThreadLocal<String> OWN = ThreadLocal.withInitial(() -> "nothing");

    private final Map<String, CountDownLatch> begun = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> gone = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Object monitor = new Object();
    private final Map<String, Thread> waiters = new ConcurrentHashMap<>();

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        String path = (String) environ.get("PATH_INFO");
        String text = "quick";
        if (path.startsWith("/wait/")) {
            text = waitFor(path.substring(6));
        } else if (path.startsWith("/begun/")) {
            latch(begun, path.substring(7)).await();
        } else if (path.startsWith("/go/")) {
            latch(gone, path.substring(4)).countDown();
        } else if (path.startsWith("/interrupt/")) {
            waiters.get(path.substring(11)).interrupt();
        } else if (path.equals("/own")) {
            text = OWN.get();
            OWN.set("of another request");
        } else if (path.equals("/thread")) {
            text = Thread.currentThread() + " multithread=" + environ.get("wsgi.multithread");
        } else if (path.equals("/spin")) {
            spin();
        }
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CountDownLatch latch(Map<String, CountDownLatch> latches, String name) {
        return latches.computeIfAbsent(name, ignored -> new CountDownLatch(1));
    }

    private String waitFor(String how) throws Exception {
        CountDownLatch go = latch(gone, how);
        waiters.put(how, Thread.currentThread());
        latch(begun, how).countDown();
        switch (how) {
            case "latch", "interruptible" -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return "interrupted";
                }
            }
            case "sleep" -> {
                while (go.getCount() > 0) {
                    Thread.sleep(5);
                }
            }
            case "yield" -> {
                while (go.getCount() > 0) {
                    Thread.yield();
                }
            }
            case "queue" -> {
                var queue = new ArrayBlockingQueue<String>(1);
                platform(() -> {
                    go.await();
                    queue.put("x");
                });
                queue.take();
            }
            case "lock" -> underLock(go);
            case "monitor" -> underMonitor(go);
            case "object-wait" -> objectWait(go);
            case "semaphore" -> {
                Semaphore semaphore = new Semaphore(0);
                platform(() -> {
                    go.await();
                    semaphore.release();
                });
                semaphore.acquire();
            }
            case "future" -> {
                CompletableFuture<String> future = new CompletableFuture<>();
                platform(() -> {
                    go.await();
                    future.complete("x");
                });
                future.get();
            }
            case "executor" -> {
                try (var pool = Executors.newFixedThreadPool(1)) {
                    Future<?> done = pool.submit(() -> await(go));
                    done.get();
                }
            }
            case "virtual-threads" -> {
                try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int i = 0; i < 100; i++) {
                        pool.submit(() -> {
                            go.await();
                            return "";
                        });
                    }
                }
            }
            case "parallel-stream" -> List.of(1, 2, 3, 4).parallelStream().forEach(i -> await(go));
            case "socket" -> socket(go);
            case "driver" -> driver(go);
            case "http-client" -> httpClient(go);
            case "process" -> process(go);
            case "fifo" -> fifo();
            case "native" -> nativeSleep();
            case "spin" -> {
                while (go.getCount() > 0) {
                    Thread.onSpinWait();
                }
            }
            default -> throw new IllegalArgumentException(how);
        }
        return "waited in " + how;
    }

    /** The first waits with the lock held, the second for the lock. */
    private void underLock(CountDownLatch go) throws InterruptedException {
        Thread second = Thread.ofVirtual().unstarted(() -> {
            lock.lock();
            lock.unlock();
        });
        lock.lock();
        try {
            second.start();
            go.await();
        } finally {
            lock.unlock();
        }
        second.join();
    }

    private void underMonitor(CountDownLatch go) throws InterruptedException {
        Thread second = Thread.ofVirtual().unstarted(() -> {
            synchronized (monitor) {
                monitor.hashCode();
            }
        });
        synchronized (monitor) {
            second.start();
            go.await();
        }
        second.join();
    }

    private static void objectWait(CountDownLatch go) throws Exception {
        Object object = new Object();
        platform(() -> {
            go.await();
            synchronized (object) {
                object.notifyAll();
            }
        });
        synchronized (object) {
            while (go.getCount() > 0) {
                object.wait();
            }
        }
    }

    private static void socket(CountDownLatch go) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            answerLater(server, go, "x");
            try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                if (socket.getInputStream().read() != 'x') {
                    throw new IllegalStateException();
                }
            }
        }
    }

    /** As JDBC drivers do it: a statement holds the connection's monitor while it waits for the database's answer. */
    private void driver(CountDownLatch go) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            answerLater(server, go, "x");
            try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                Object connection = new Object();
                synchronized (connection) {
                    socket.getOutputStream().write("SELECT 1".getBytes(StandardCharsets.UTF_8));
                    socket.getInputStream().read();
                }
            }
        }
    }

    private static void httpClient(CountDownLatch go) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpClient client = HttpClient.newHttpClient()) {
            answerLater(server, go, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
        }
    }

    private static void answerLater(ServerSocket server, CountDownLatch go, String answer) {
        platform(() -> {
            try (Socket socket = server.accept()) {
                go.await();
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private static void process(CountDownLatch go) throws Exception {
        Process process = new ProcessBuilder("cat").start();
        platform(() -> {
            go.await();
            process.getOutputStream().close();
        });
        process.waitFor();
    }

    /** Opening a FIFO waits in the kernel for somebody at its other end, on the thread that asked. */
    private static void fifo() throws Exception {
        Path fifo = Path.of(System.getenv("FIFO"));
        try (FileInputStream in = new FileInputStream(fifo.toFile())) {
            in.read();
        }
        Files.exists(fifo);
    }

    /** sleep(3), which knows nothing of virtual threads. */
    private static void nativeSleep() throws Exception {
        Linker linker = Linker.nativeLinker();
        MethodHandle sleep = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("sleep"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            sleep.invoke(3);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Longer than a request may hold up the loop without being noticed. */
    private static void spin() {
        long end = System.nanoTime() + 3_000_000_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void platform(Action action) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                action.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
