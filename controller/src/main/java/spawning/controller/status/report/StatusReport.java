// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import spawning.controller.aot.TrainingState;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.Given;
import spawning.controller.config.Option;
import spawning.controller.evidence.Masking;
import spawning.controller.listener.BoundListener;
import spawning.controller.memory.ProcessMemory;
import spawning.controller.plan.Standing;
import spawning.controller.posix.Sockets;
import spawning.controller.status.LastReload;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.status.Tallies;
import spawning.controller.status.Totals;
import spawning.controller.status.history.History;
import spawning.controller.status.history.Spread;
import spawning.controller.time.MonotonicClock;
import spawning.protocol.scoreboard.Counter;

/**
 * All that is known of the service, as the document of docs/status.md, schema {@value #SCHEMA}. Any thread; reads memory,
 * and a file of /proc for each process.
 */
public final class StatusReport {
    /** Goes up when a key changes its meaning or goes; new keys may come at any time. */
    public static final int SCHEMA = 1;

    /** The most events that are told. */
    public static final int MOST_EVENTS = 200;

    private final StatusBoard board;
    private final History history;
    private final Masking masking;
    private final MonotonicClock clock;
    private final ProcessMemory memory = ProcessMemory.ofThisMachine();
    private final EventReport events;

    /**
     * @param history may be empty, when nobody samples
     * @param masking takes secrets out of texts
     */
    public StatusReport(StatusBoard board, History history, Masking masking, MonotonicClock clock) {
        this.board = board;
        this.history = history;
        this.masking = masking;
        this.clock = clock;
        this.events = new EventReport(board.journal(), masking);
    }

    /**
     * How much is wanted.
     *
     * @param events the newest so many; 0 to {@link #MOST_EVENTS}
     * @param history whether the curves are told, too
     */
    public record Detail(int events, boolean history) {
        /** Everything. */
        public static final Detail ALL = new Detail(MOST_EVENTS, true);
    }

    /** Of this moment. */
    public JsonObject report(Detail detail) {
        Site site = board.site();
        long nanos = clock.nanos();
        Totals totals = site.totals();
        JsonArray children = new ChildReport(site, history, memory, nanos).all();
        JsonObject report = new JsonObject();
        report.addProperty("schema", SCHEMA);
        report.addProperty("version", Version.TEXT);
        report.addProperty("name", site.config().process().name());
        addClassics(report, site, nanos, children);
        report.add("config", config(site.config()));
        Verdict verdict = Verdict.of(site, nanos);
        report.addProperty("state", verdict.state().toString());
        report.addProperty("reason", masked(verdict.reason()));
        report.add("generation", generation(site.standing()));
        report.add("panic", panic(site.standing(), nanos));
        report.add("last_reload", lastReload());
        report.add("totals", totals(totals, site.tallies(), children));
        report.add("latency", latency(totals));
        report.add("memory", memory(children));
        report.add("listeners", listeners(site));
        report.add("aot", training(site.training()));
        report.add("children", children);
        report.add("last_exits", events.exits());
        report.add("events", events.newest(detail.events()));
        if (detail.history()) {
            report.add("history", HistoryReport.of(history.stretch()));
        }
        return report;
    }

    /** The keys of Spawning 0.9.5. */
    private void addClassics(JsonObject report, Site site, long nanos, JsonArray children) {
        report.addProperty("pid", ProcessHandle.current().pid());
        report.addProperty("uptime", Json.seconds(nanos - board.startedNanos()));
        report.addProperty("started_at", Json.time(board.startedAt()));
        report.addProperty("now", Json.time(Instant.now()));
        report.addProperty("active_children_count", site.standing().ready());
        report.addProperty("killed_children_count", count(children, "draining") + count(children, "killed"));
        report.addProperty("configured_children_count", site.standing().wanted());
        report.addProperty("concurrent_requests", sum(children, "concurrent_requests"));
    }

    private static long count(JsonArray children, String state) {
        return children.asList().stream()
                .filter(child ->
                        child.getAsJsonObject().get("state").getAsString().equals(state))
                .count();
    }

    private static long sum(JsonArray children, String key) {
        return children.asList().stream()
                .map(child -> child.getAsJsonObject().get(key))
                .filter(JsonElement::isJsonPrimitive)
                .mapToLong(JsonElement::getAsLong)
                .sum();
    }

    private String masked(String text) {
        return text.isEmpty() ? text : masking.text(text);
    }

    private JsonObject config(ControllerConfig config) {
        JsonObject options = new JsonObject();
        for (Option option : Option.values()) {
            List<String> values = config.inEffect().stream()
                    .filter(given -> given.option() == option)
                    .map(Given::masked)
                    .map(this::masked)
                    .toList();
            if (option.allowedInFile() && !values.isEmpty()) {
                options.add(option.key(), option.kind() == Option.Kind.MANY ? texts(values) : last(values));
            }
        }
        return options;
    }

    private static JsonArray texts(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static JsonPrimitive last(List<String> values) {
        return new JsonPrimitive(values.getLast());
    }

    private static JsonObject generation(Standing standing) {
        JsonObject generation = new JsonObject();
        generation.addProperty("target", standing.target());
        generation.addProperty("last_good", standing.lastGood());
        generation.addProperty("previous_good", standing.previousGood());
        generation.addProperty("preparing", standing.preparing());
        return generation;
    }

    private JsonElement panic(Standing standing, long nanos) {
        if (standing.alarm().isEmpty()) {
            return JsonNull.INSTANCE;
        }
        Standing.Alarm alarm = standing.alarm().get();
        JsonObject panic = new JsonObject();
        panic.addProperty("reason", masked(alarm.reason()));
        panic.addProperty("next_try_in", Json.seconds(Math.max(0, alarm.nextStart() - nanos)));
        panic.addProperty("tries", alarm.tries());
        panic.addProperty("limit", alarm.limit());
        return panic;
    }

    private JsonElement lastReload() {
        Optional<LastReload> last = board.journal().lastReload();
        if (last.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonObject reload = new JsonObject();
        reload.addProperty("generation", last.get().generation());
        reload.addProperty("by", last.get().by());
        reload.addProperty("at", Json.time(last.get().at()));
        reload.addProperty("result", Json.word(last.get().result()));
        reload.addProperty("reason", masked(last.get().reason()));
        reload.add(
                "took",
                Json.orNull(last.get()
                        .took()
                        .map(took -> OptionalDouble.of(Json.seconds(took)))
                        .orElse(OptionalDouble.empty())));
        return reload;
    }

    private static JsonObject totals(Totals totals, Tallies tallies, JsonArray children) {
        JsonObject sums = new JsonObject();
        sums.addProperty("requests", totals.count(Counter.REQUESTS));
        sums.addProperty("answered", totals.count(Counter.ANSWERED));
        sums.addProperty("failed", totals.count(Counter.FAILED));
        sums.addProperty("timed_out", totals.count(Counter.TIMED_OUT));
        sums.addProperty("connections_opened", totals.count(Counter.CONNECTIONS_OPENED));
        sums.addProperty("connections_open", sum(children, "connections_open"));
        sums.addProperty("workers_spawned", tallies.spawned());
        sums.addProperty("workers_exited", tallies.exited());
        sums.addProperty("workers_lost", tallies.lost());
        sums.addProperty("workers_killed", tallies.killed());
        sums.addProperty("reloads", tallies.reloads());
        sums.addProperty("reloads_served", tallies.served());
        sums.addProperty("reloads_failed", tallies.failed());
        sums.addProperty("panics", tallies.panics());
        sums.addProperty("gc_count", totals.collections());
        sums.addProperty("gc_seconds", totals.collectionMillis() / 1e3);
        return sums;
    }

    private JsonElement latency(Totals totals) {
        Optional<Spread> spread =
                history.lastMinute(totals.latencies()).filter(s -> s.max().isPresent());
        if (spread.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonObject latency = new JsonObject();
        latency.addProperty("window", History.WINDOW);
        latency.add("p50", Json.orNull(spread.get().quantile(0.5)));
        latency.add("p95", Json.orNull(spread.get().quantile(0.95)));
        latency.add("p99", Json.orNull(spread.get().quantile(0.99)));
        latency.add("max", Json.orNull(spread.get().max()));
        return latency;
    }

    private JsonObject memory(JsonArray children) {
        JsonObject sums = new JsonObject();
        sums.add("controller", Json.orNull(memory.rss(ProcessHandle.current().pid())));
        sums.addProperty("workers", sum(children, "rss"));
        return sums;
    }

    private JsonObject training(TrainingState state) {
        JsonObject training = new JsonObject();
        training.addProperty("training", Json.word(state.phase()));
        training.addProperty("reason", masked(state.reason()).replaceAll("\\R", " "));
        training.add("log", Json.orNull(state.log().map(Object::toString).orElse("")));
        return training;
    }

    private static JsonArray listeners(Site site) {
        JsonArray all = new JsonArray();
        for (BoundListener bound : site.listeners()) {
            Optional<Sockets.AcceptQueue> queue = Sockets.acceptQueue(bound.fd());
            JsonObject listener = new JsonObject();
            listener.addProperty("address", bound.address());
            listener.add(
                    "accept_queue",
                    Json.orNull(queue.map(q -> OptionalLong.of(q.waiting())).orElse(OptionalLong.empty())));
            listener.addProperty(
                    "backlog",
                    queue.map(Sockets.AcceptQueue::limit)
                            .orElse(site.config().listening().backlog()));
            all.add(listener);
        }
        return all;
    }
}
