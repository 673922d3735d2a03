// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import com.google.gson.Gson;
import java.util.Map;

/** What went wrong: a page for people, JSON for programs. */
final class ErrorPage {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <link rel="stylesheet" href="/style.css">
            <main class="error"><h1>%1$s</h1><p>%2$s</p><p><a href="/">To the notes</a></p></main>
            </html>
            """;

    private ErrorPage() {}

    static Reply of(Problem problem, Request request) {
        Reply reply = Reply.empty(problem.status());
        String id = (String) request.environ().getOrDefault(RequestId.KEY, "");
        String message = problem.getMessage() + (problem.status() == 500 ? " Request " + id + "." : "");
        Reply page = request.header("Accept").contains("text/html")
                ? Reply.of(
                        problem.status(), "text/html; charset=utf-8", PAGE.formatted(reply.reason(), escaped(message)))
                : Reply.of(problem.status(), "application/json", new Gson().toJson(Map.of("problem", message)) + "\n");
        Reply whole = page.with("Cache-Control", "no-store");
        return problem.allowed().isEmpty() ? whole : whole.with("Allow", problem.allowed());
    }

    /** Text as HTML: what a client sent may stand in a message. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
