// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import spawning.wsgi.Application;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;
import spawning.wsgi.Write;

/** Breaches the contract on purpose: each path below /breach/ in another way, named by the rule. */
public class Breaching implements Application {
    private static final Header TEXT = new Header("Content-Type", "text/plain");
    private static final AtomicReference<StartResponse> KEPT_START = new AtomicReference<>();
    private static final AtomicReference<Write> KEPT_WRITE = new AtomicReference<>();
    private static final AtomicReference<InputStream> KEPT_INPUT = new AtomicReference<>();
    private static final AtomicReference<Iterable<byte[]>> KEPT_FILE = new AtomicReference<>();

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        String path = (String) environ.get("PATH_INFO");
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            // all that is right
            case "good" -> answer(start, "200 OK", List.of(TEXT), "good\n");
            case "empty" -> answer(start, "204 No Content", List.of());
            case "redirect" -> answer(start, "303 See Other", List.of(new Header("Location", "/good")));
            case "stream" -> answer(start, "200 OK", List.of(TEXT), "good\n", "", "better\n");
            case "echo" -> echo(environ, start);
            case "write" -> write(start);
            case "keep" -> keep(environ, start);
            case "range" -> range(environ, start);
            // status
            case "status-null" -> answer(start, null, List.of(TEXT), "x");
            case "status-format" -> answer(start, "200", List.of(TEXT), "x");
            case "status-range" -> answer(start, "100 Continue", List.of(TEXT), "x");
            case "status-characters" -> answer(start, "200 O\r\nK", List.of(TEXT), "x");
            // headers
            case "headers-null" -> answer(start, "200 OK", null, "x");
            case "header-null" -> answer(start, "200 OK", Arrays.asList(TEXT, null), "x");
            case "header-name" -> header(start, "X Y", "z");
            case "header-name-end" -> header(start, "X-", "z");
            case "header-status" -> header(start, "Status", "200 OK");
            case "header-hop-by-hop" -> header(start, "Connection", "close");
            case "header-value-control" -> header(start, "X", "a\r\nSet-Cookie: evil=1");
            case "header-value-charset" -> header(start, "X", "\u20ac");
            case "header-value-space" -> header(start, "X", "y ");
            case "header-repeated" -> header(start, "content-type", "text/html");
            case "headers-changed" -> changedHeaders(start);
            // content
            case "content-length-format" -> header(start, "Content-Length", "one");
            case "content-length-forbidden" -> answer(start, "204 No", List.of(new Header("Content-Length", "0")));
            case "content-length-short" -> header(start, "Content-Length", "10");
            case "content-length-exceeded" -> header(start, "Content-Length", "0");
            case "content-type-missing" -> answer(start, "200 OK", List.of(), "x");
            case "content-type-forbidden" -> answer(start, "304 Not Modified", List.of(TEXT));
            case "body-forbidden" -> answer(start, "304 Not Modified", List.of(), "x");
            // start
            case "start-twice" -> answer(ignored(start), "200 OK", List.of(TEXT), "x");
            case "start-never" -> List.of(bytes("x"));
            case "start-after-end" -> answer(KEPT_START.get(), "200 OK", List.of(TEXT), "x");
            case "start-other-thread" -> elsewhere(() -> answer(start, "200 OK", List.of(TEXT), "x"));
            case "error-swallowed" -> swallowed(start);
            // body
            case "body-null" -> nothing(start);
            case "iterator-null" -> iterable(start, () -> null);
            case "iterator-broken" -> iterable(start, Endless::new);
            case "element-null" -> iterable(start, Arrays.asList(bytes("x"), null));
            case "element-type" -> iterable(start, strings());
            case "elements-tiny" -> iterable(start, Collections.nCopies(2_000, bytes("x")));
            case "file-returned-twice" -> iterable(start, KEPT_FILE.get());
            // write
            case "write-null" -> written(ignored(start), start, null);
            case "write-after-return" -> lateWrite(start);
            case "write-after-end" -> written(KEPT_WRITE.get(), start, bytes("x"));
            case "write-other-thread" -> otherThreadWrites(start);
            // environ
            case "input-closed" -> inputClosed(environ, start);
            case "input-after-end" ->
                answer(start, "200 OK", List.of(TEXT), "x" + KEPT_INPUT.get().read());
            case "errors-closed" -> errorsClosed(environ, start);
            case "environ-spoiled" -> spoiled(environ, start);
            default -> answer(start, "404 Not Found", List.of(TEXT), "no such path\n");
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Iterable<byte[]> answer(StartResponse start, String status, List<Header> headers, String... body) {
        start.start(status, headers);
        return Stream.of(body).map(Breaching::bytes).toList();
    }

    private static Iterable<byte[]> header(StartResponse start, String name, String value) {
        return answer(start, "200 OK", List.of(TEXT, new Header(name, value)), "x");
    }

    private static Iterable<byte[]> iterable(StartResponse start, Iterable<byte[]> body) {
        start.start("200 OK", List.of(TEXT));
        return body;
    }

    private static Iterable<byte[]> echo(Map<String, Object> environ, StartResponse start) throws IOException {
        byte[] received = ((InputStream) environ.get("wsgi.input")).readAllBytes();
        ((PrintWriter) environ.get("wsgi.errors")).println("echoed");
        environ.put("com.acme.echoed", true);
        return iterable(start, List.of(received));
    }

    private static Iterable<byte[]> write(StartResponse start) throws IOException {
        start.start("200 OK", TEXT).write(bytes("written, "));
        return List.of(bytes("returned\n"));
    }

    private static Iterable<byte[]> keep(Map<String, Object> environ, StartResponse start) {
        KEPT_START.set(start);
        KEPT_WRITE.set(start.start("200 OK", TEXT));
        KEPT_INPUT.set((InputStream) environ.get("wsgi.input"));
        KEPT_FILE.set(files(environ).wrap(InputStream.nullInputStream()));
        return List.of(bytes("kept\n"));
    }

    private static FileWrapper files(Map<String, Object> environ) {
        return (FileWrapper) environ.get("wsgi.file_wrapper");
    }

    /** Twenty bytes from the tenth on of the file that the query names; {@code X-Length} asks for more or fewer. */
    private static Iterable<byte[]> range(Map<String, Object> environ, StartResponse start) throws IOException {
        FileInputStream file = new FileInputStream((String) environ.get("QUERY_STRING"));
        file.getChannel().position(10);
        String length = (String) environ.getOrDefault("HTTP_X_LENGTH", "20");
        start.start("206 Partial Content", TEXT, new Header("Content-Length", length));
        return files(environ).wrap(file);
    }

    private static Iterable<byte[]> changedHeaders(StartResponse start) {
        List<Header> headers = new ArrayList<>(List.of(TEXT));
        start.start("200 OK", headers);
        headers.add(new Header("Too", "late"));
        return List.of(bytes("x"));
    }

    /** Calls it, so that the next call is the second. */
    private static StartResponse ignored(StartResponse start) {
        start.start("200 OK", List.of(TEXT));
        return start;
    }

    private static Iterable<byte[]> swallowed(StartResponse start) throws IOException {
        start.start("200 OK", TEXT).write(bytes("begun"));
        try {
            start.start("500 Oh", List.of(TEXT), new IOException("in the middle"));
        } catch (IllegalStateException e) {
            // this is the breach
        }
        return List.of(bytes("as if nothing had happened"));
    }

    private static Iterable<byte[]> nothing(StartResponse start) {
        start.start("200 OK", TEXT);
        return null;
    }

    @SuppressWarnings("unchecked")
    private static Iterable<byte[]> strings() {
        return (Iterable<byte[]>) (Iterable<?>) List.of("text");
    }

    private static Iterable<byte[]> written(Object write, StartResponse start, byte[] bytes) throws IOException {
        Write to = write instanceof Write given ? given : start.start("200 OK", List.of(TEXT), new IOException());
        to.write(bytes);
        return List.of();
    }

    private static Iterable<byte[]> lateWrite(StartResponse start) {
        Write write = start.start("200 OK", TEXT);
        return () -> {
            try {
                write.write(bytes("x"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Collections.emptyIterator();
        };
    }

    private static Iterable<byte[]> otherThreadWrites(StartResponse start) throws Exception {
        Write write = start.start("200 OK", TEXT);
        return elsewhere(() -> {
            write.write(bytes("x"));
            return List.of();
        });
    }

    private static Iterable<byte[]> inputClosed(Map<String, Object> environ, StartResponse start) throws IOException {
        try (InputStream input = (InputStream) environ.get("wsgi.input")) {
            return answer(start, "200 OK", List.of(TEXT), "x" + input.read());
        }
    }

    private static Iterable<byte[]> errorsClosed(Map<String, Object> environ, StartResponse start) {
        ((PrintWriter) environ.get("wsgi.errors")).close();
        return answer(start, "200 OK", List.of(TEXT), "x");
    }

    private static Iterable<byte[]> spoiled(Map<String, Object> environ, StartResponse start) {
        environ.put("REMOTE_USER", 7);
        return answer(start, "200 OK", List.of(TEXT), "x");
    }

    private interface Code {
        Iterable<byte[]> run() throws Exception;
    }

    private static Iterable<byte[]> elsewhere(Code code) throws Exception {
        AtomicReference<Iterable<byte[]>> body = new AtomicReference<>(List.of());
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                body.set(code.run());
            } catch (Throwable swallowed) {
                // the breach must be told nevertheless
            }
        });
        thread.join();
        return body.get();
    }

    private static final class Endless implements Iterator<byte[]> {
        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public byte[] next() {
            throw new java.util.NoSuchElementException();
        }
    }
}
