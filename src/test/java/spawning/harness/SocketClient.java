// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A WebSocket client that keeps what comes: texts, then the end of the connection as {@code closed CODE} or as a failure. */
public final class SocketClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> came = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private WebSocket socket;

    /** Connects to {@code /socket}, again if it was connected before. */
    public void connect(int port) throws IOException {
        came.clear();
        socket = await(
                http.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + port + "/socket"), this),
                "connect");
    }

    /** Sends a text, and returns when the kernel has it. */
    public void send(String text) throws IOException {
        var _ = await(socket.sendText(text, true), "send " + text);
    }

    /** What came next; waits for it. */
    public String next() throws IOException {
        try {
            String next = came.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new IOException("nothing came for " + LIMIT);
            }
            return next;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static <T> T await(CompletableFuture<T> future, String what) throws IOException {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new IOException(what + " failed", e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            came.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        came.add("closed " + status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        came.add("failed: " + error);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
