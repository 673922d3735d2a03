// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** The application that the end-to-end tests talk to: each path does one thing that a test needs. */
public class Shop implements Application {
    private static final AtomicInteger CLOSED = new AtomicInteger();

    public Shop() throws Exception {
        onLoad();
    }

    private static void onLoad() throws Exception {
        /*ON_LOAD*/
    }

    static String version() {
        return "@VERSION@";
    }

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        String path = (String) environ.get("PATH_INFO");
        return switch (path) {
            case "/echo" -> text(start, answer(environ));
            case "/sleep" -> sleep(environ, start);
            case "/until" -> until(environ, start);
            case "/hang" -> hangForever();
            case "/stream" -> stream(environ, start);
            case "/trickle" -> trickle(environ, start);
            case "/body" -> body(environ, start);
            case "/length" -> length(environ, start);
            case "/ignore-body" -> text(start, "ignored\n");
            case "/write" -> write(environ, start);
            case "/throw" -> throw new IllegalStateException("the secret of the shop");
            case "/throw-late" -> throwLate(start);
            case "/closed" -> text(start, CLOSED.get() + "\n");
            case "/exit" -> exit();
            case "/lazy" -> text(start, version() + " " + Lazy.version() + "\n");
            case "/child" -> child(start);
            case "/environ" -> text(start, environ.get(parameter(environ, "key")) + "\n");
            case "/errors" -> errors(environ, start);
            case "/see" -> text(start, see(parameter(environ, "class")) + "\n");
            case "/class-path" -> text(start, System.getProperty("java.class.path") + "\n");
            default -> {
                start.start("404 Not Found", List.of(new Header("Content-Type", "text/plain")));
                yield List.of("no such path\n".getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private static String answer(Map<String, Object> environ) {
        return "n=" + parameter(environ, "n") + " version=" + version() + " slot=" + environ.get("spawning.slot")
                + " generation=" + environ.get("spawning.generation") + " pid="
                + ProcessHandle.current().pid() + "\n";
    }

    private static Iterable<byte[]> text(StartResponse start, String text) {
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Iterable<byte[]> sleep(Map<String, Object> environ, StartResponse start) throws Exception {
        Thread.sleep(Long.parseLong(parameter(environ, "ms")));
        return text(start, answer(environ));
    }

    private static Iterable<byte[]> until(Map<String, Object> environ, StartResponse start) throws Exception {
        while (!new java.io.File(parameter(environ, "file")).exists()) {
            Thread.sleep(20);
        }
        return text(start, answer(environ));
    }

    private static Iterable<byte[]> hangForever() throws InterruptedException {
        new CountDownLatch(1).await();
        return List.of();
    }

    /** So many times the same answer, one element each, and the count of closed bodies goes up at its end. */
    private static Iterable<byte[]> stream(Map<String, Object> environ, StartResponse start) {
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        byte[] element = answer(environ).getBytes(StandardCharsets.UTF_8);
        return new Body(Integer.parseInt(parameter(environ, "count")), element, null);
    }

    /** So many times the same answer, with a pause before each. */
    private static Iterable<byte[]> trickle(Map<String, Object> environ, StartResponse start) throws Exception {
        var write = start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        for (int i = 0; i < Integer.parseInt(parameter(environ, "count")); i++) {
            Thread.sleep(Long.parseLong(parameter(environ, "ms")));
            write.write(answer(environ).getBytes(StandardCharsets.UTF_8));
        }
        return List.of();
    }

    private static Iterable<byte[]> throwLate(StartResponse start) {
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        byte[] element = "begun\n".getBytes(StandardCharsets.UTF_8);
        return new Body(2, element, new IllegalStateException("the secret at the end"));
    }

    private record Body(int count, byte[] element, RuntimeException atEnd) implements Iterable<byte[]>, AutoCloseable {
        @Override
        public Iterator<byte[]> iterator() {
            return new Iterator<>() {
                private int left = count;

                @Override
                public boolean hasNext() {
                    if (left == 0 && atEnd != null) {
                        throw atEnd;
                    }
                    return left > 0;
                }

                @Override
                public byte[] next() {
                    left--;
                    return element.clone();
                }
            };
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    private static Iterable<byte[]> body(Map<String, Object> environ, StartResponse start) throws Exception {
        byte[] received = ((InputStream) environ.get("wsgi.input")).readAllBytes();
        start.start("200 OK", List.of(new Header("Content-Type", "application/octet-stream")));
        return List.of(answer(environ).getBytes(StandardCharsets.UTF_8), received);
    }

    private static Iterable<byte[]> length(Map<String, Object> environ, StartResponse start) throws Exception {
        byte[] received = ((InputStream) environ.get("wsgi.input")).readAllBytes();
        return text(
                start,
                received.length + " "
                        + new java.util.zip.CRC32() {
                            long of(byte[] bytes) {
                                update(bytes);
                                return getValue();
                            }
                        }.of(received)
                        + "\n");
    }

    private static Iterable<byte[]> write(Map<String, Object> environ, StartResponse start) throws Exception {
        var write = start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        write.write("written, ".getBytes(StandardCharsets.UTF_8));
        return List.of("then returned\n".getBytes(StandardCharsets.UTF_8));
    }

    private static Iterable<byte[]> exit() {
        System.exit(5);
        return List.of();
    }

    private static Iterable<byte[]> child(StartResponse start) throws Exception {
        Process child = new ProcessBuilder("sleep", "600").inheritIO().start();
        return text(start, child.pid() + "\n");
    }

    private static Iterable<byte[]> errors(Map<String, Object> environ, StartResponse start) {
        PrintWriter errors = (PrintWriter) environ.get("wsgi.errors");
        errors.println("a complaint of the shop");
        errors.flush();
        return text(start, "complained\n");
    }

    /** What a class that the shop may or may not bring says of itself. */
    private static String see(String name) {
        try {
            Class<?> found = Class.forName(name);
            try {
                return "own: " + found.getField("OWNER").get(null);
            } catch (ReflectiveOperationException e) {
                return "not its own: " + found.getProtectionDomain().getCodeSource();
            }
        } catch (ClassNotFoundException e) {
            return "not visible";
        }
    }

    private static String parameter(Map<String, Object> environ, String name) {
        for (String pair : ((String) environ.get("QUERY_STRING")).split("&")) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }
}
