// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import com.google.gson.JsonObject;
import java.util.List;
import spawning.controller.status.history.History;
import spawning.controller.status.history.Sample;

/** The curves. */
final class HistoryReport {
    private HistoryReport() {}

    static JsonObject of(History.Stretch stretch) {
        List<Sample> samples = stretch.samples();
        JsonObject history = new JsonObject();
        history.addProperty("step", 1);
        history.addProperty("end", Json.time(stretch.end()));
        history.add("rate", Json.numbers(samples, Sample::rate));
        history.add("errors", Json.numbers(samples, Sample::errors));
        history.add("p50", Json.numbers(samples, Sample::p50));
        history.add("p99", Json.numbers(samples, Sample::p99));
        history.add("rss", Json.numbers(samples, Sample::rss));
        history.add("queue", Json.numbers(samples, Sample::queue));
        history.add("in_flight", Json.numbers(samples, Sample::inFlight));
        history.add("ready", Json.numbers(samples, Sample::ready));
        return history;
    }
}
