// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.http;

import java.util.Map;
import java.util.Optional;
import spawning.controller.status.metrics.Metrics;
import spawning.controller.status.report.Health;
import spawning.controller.status.report.StatusReport;

/** Which path tells what. Any thread. */
public final class Routes {
    private static final String PAGE = "/status";
    private static final int MOST_DIGITS = 9;

    private final StatusReport report;
    private final Health health;
    private final Metrics metrics;

    /** What is told. */
    public Routes(StatusReport report, Health health, Metrics metrics) {
        this.report = report;
        this.health = health;
        this.metrics = metrics;
    }

    Answer answer(Question question) {
        return switch (question.path()) {
            case "/status.json" -> document(question);
            case "/metrics" -> metrics(question);
            case "/healthz" -> health(question, health.live());
            case "/readyz" -> health(question, health.ready());
            case PAGE -> asset("index.html", question);
            case "/", PAGE + "/" -> Answer.text(303, "see " + PAGE, Map.of("Location", PAGE));
            default ->
                question.path().startsWith(PAGE + "/")
                        ? asset(question.path().substring(PAGE.length() + 1), question)
                        : nothing();
        };
    }

    private Answer document(Question question) {
        Optional<Integer> events = question.parameter("events").map(Routes::number);
        if (events.filter(number -> number < 0).isPresent()) {
            return Answer.text(400, "events is no number from 0 on");
        }
        return Answer.json(
                200,
                report.report(new StatusReport.Detail(
                        Math.min(StatusReport.MOST_EVENTS, events.orElse(StatusReport.MOST_EVENTS)),
                        !question.parameter("history").orElse("true").equals("false"))));
    }

    /** -1 for what is none, or needs too many digits. */
    private static int number(String text) {
        return text.matches("\\d{1," + MOST_DIGITS + "}") ? Integer.parseInt(text) : -1;
    }

    private Answer metrics(Question question) {
        Metrics.Page page = metrics.page(question.accept());
        return new Answer(200, page.contentType(), page.bytes(), Map.of());
    }

    private static Answer health(Question question, Health.Answer answer) {
        int status = answer.good() ? 200 : 503;
        return question.wantsJson() ? Answer.json(status, answer.json()) : Answer.text(status, answer.text());
    }

    private static Answer asset(String name, Question question) {
        return Asset.named(name).map(asset -> asset.answer(question)).orElseGet(Routes::nothing);
    }

    private static Answer nothing() {
        return Answer.text(404, "there are /status, /status.json, /metrics, /healthz and /readyz");
    }
}
