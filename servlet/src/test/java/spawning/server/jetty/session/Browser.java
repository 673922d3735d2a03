// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client with one cookie jar of one cookie. */
final class Browser implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    volatile String cookie = "";

    record Answer(int status, String body, String setCookie) {}

    Answer get(URI server, String path) throws Exception {
        Answer answer = send(server, path).get();
        String set = answer.setCookie();
        if (!set.isEmpty()) cookie = set.substring(0, set.indexOf(';') < 0 ? set.length() : set.indexOf(';'));
        return answer;
    }

    CompletableFuture<Answer> send(URI server, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
        if (!cookie.isEmpty()) request.header("Cookie", cookie);
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Answer(
                        response.statusCode(),
                        response.body().strip(),
                        response.headers().firstValue("Set-Cookie").orElse("")));
    }

    /** The session id in the cookie. */
    String id() {
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
