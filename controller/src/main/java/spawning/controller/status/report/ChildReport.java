// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import spawning.controller.memory.ProcessMemory;
import spawning.controller.plan.Standing;
import spawning.controller.plan.WorkerState;
import spawning.controller.status.Member;
import spawning.controller.status.Site;
import spawning.controller.status.history.History;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Flight;
import spawning.protocol.scoreboard.Gauge;
import spawning.protocol.scoreboard.ScoreboardView;

/** The workers, one by one. */
record ChildReport(Site site, History history, ProcessMemory memory, long nanos) {
    private static final int MOST_FLIGHTS = 10;

    JsonArray all() {
        JsonArray children = new JsonArray();
        site.members().forEach(member -> children.add(child(member)));
        return children;
    }

    private JsonObject child(Member member) {
        Optional<Standing.OfWorker> standing = site.standingOf(member);
        WorkerState state = standing.map(Standing.OfWorker::state).orElse(WorkerState.EXITED);
        ScoreboardView board = member.process().scoreboard();
        JsonObject child = new JsonObject();
        child.addProperty("pid", member.process().pid());
        child.addProperty("active", state == WorkerState.READY);
        child.addProperty("uptime", Json.seconds(nanos - member.startedNanos()));
        child.addProperty("forked_at", Json.time(member.startedAt()));
        child.addProperty("concurrent_requests", board.inFlight());
        child.addProperty("slot", member.slot());
        child.addProperty("generation", member.generation());
        child.addProperty("state", EventText.word(state));
        child.addProperty(
                "since", standing.map(s -> Json.seconds(nanos - s.since())).orElse(0.0));
        child.addProperty("retiring", standing.map(Standing.OfWorker::retiring).orElse(false));
        child.addProperty(
                "aot",
                member.refusedItsCache() ? "refused" : Json.word(member.from().source()));
        child.add("aot_cache", Json.orNull(member.from().name()));
        addCounters(child, board);
        addMemory(child, member, board);
        child.add("heartbeat_age", heartbeat(member));
        child.add("in_flight", flights(board));
        return child;
    }

    private static void addCounters(JsonObject child, ScoreboardView board) {
        long closed = board.count(Counter.CONNECTIONS_CLOSED); // first, so that the difference is not negative
        child.addProperty("requests", board.count(Counter.REQUESTS));
        child.addProperty("failed", board.count(Counter.FAILED));
        child.addProperty("timed_out", board.count(Counter.TIMED_OUT));
        child.addProperty("connections_open", Math.max(0, board.count(Counter.CONNECTIONS_OPENED) - closed));
    }

    private void addMemory(JsonObject child, Member member, ScoreboardView board) {
        OptionalLong rss = memory.rss(member.process().pid());
        child.add("rss", Json.orNull(rss.orElse(0) > 0 ? rss : OptionalLong.empty())); // of a zombie it is 0
        boolean measured = board.get(Gauge.THREADS) > 0; // not in the first seconds
        addGauge(child, "heap_used", board.get(Gauge.HEAP_USED), measured);
        addGauge(child, "heap_max", board.get(Gauge.HEAP_MAX), measured);
        addGauge(child, "metaspace", board.get(Gauge.METASPACE_USED), measured);
        addGauge(child, "direct", board.get(Gauge.DIRECT_USED), measured);
        child.addProperty("gc_count", board.get(Gauge.GC_COUNT));
        child.addProperty("gc_seconds", board.get(Gauge.GC_MILLIS) / 1e3);
        addGauge(child, "threads", board.get(Gauge.THREADS), measured);
    }

    private static void addGauge(JsonObject child, String name, long value, boolean measured) {
        child.add(name, Json.orNull(measured ? OptionalLong.of(value) : OptionalLong.empty()));
    }

    private JsonElement heartbeat(Member member) {
        OptionalLong age = history.heartbeatAge(member, nanos);
        return Json.orNull(age.isPresent() ? OptionalDouble.of(age.getAsLong() / 1e9) : OptionalDouble.empty());
    }

    private JsonArray flights(ScoreboardView board) {
        JsonArray flights = new JsonArray();
        for (Flight flight : board.flights().stream().limit(MOST_FLIGHTS).toList()) {
            JsonObject shown = new JsonObject();
            shown.addProperty("line", flight.line());
            shown.addProperty("age", Json.seconds(Math.max(0, nanos - flight.startNanos())));
            flights.add(shown);
        }
        return flights;
    }
}
