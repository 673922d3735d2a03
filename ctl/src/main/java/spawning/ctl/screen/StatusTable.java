// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.screen;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import spawning.protocol.LogText;

/** The document of the status as lines for people. Request lines come from strangers: what a terminal obeys is escaped. */
public final class StatusTable {
    private static final String ROW = "%4s %8s %4s %-9s %7s %9s %5s %8s %8s %8s %6s %7s %-7s  %s";
    private static final double MEGA = 1 << 20;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;

    private final JsonObject status;
    private final List<String> lines = new ArrayList<>();

    private StatusTable(JsonObject status) {
        this.status = status;
    }

    /** The lines, without line feeds; keys that are not there are left out. */
    public static List<String> of(JsonObject status) {
        StatusTable table = new StatusTable(status);
        table.head();
        table.workers();
        return table.lines;
    }

    private void head() {
        String reason = text(status, "reason");
        add("%s (pid %s) is %s%s"
                .formatted(
                        text(status, "name"),
                        text(status, "pid"),
                        text(status, "state"),
                        reason.isEmpty() ? "" : ": " + reason));
        List<String> addresses = new ArrayList<>();
        for (JsonElement listener : list("listeners")) {
            String queue = text(listener.getAsJsonObject(), "accept_queue");
            addresses.add(
                    text(listener.getAsJsonObject(), "address") + (queue.isEmpty() ? "" : " (" + queue + " waiting)"));
        }
        add("listening on %s".formatted(String.join(", ", addresses)));
        JsonObject generation = object(status, "generation");
        String preparing = text(generation, "preparing");
        add("generation %s%s, up for %s, %s of %s workers ready, %s requests in flight"
                .formatted(
                        text(generation, "target"),
                        preparing.isEmpty() || preparing.equals("0") ? "" : ", preparing " + preparing,
                        time(number(status, "uptime")),
                        text(status, "active_children_count"),
                        text(status, "configured_children_count"),
                        text(status, "concurrent_requests")));
        JsonObject totals = object(status, "totals");
        add("%s requests, %s failed, %s timed out, %s workers lost, %s reloads"
                .formatted(
                        text(totals, "requests"),
                        text(totals, "failed"),
                        text(totals, "timed_out"),
                        text(totals, "workers_lost"),
                        text(totals, "reloads")));
        lastReload();
        training();
    }

    private void training() {
        JsonObject aot = object(status, "aot");
        String phase = text(aot, "training");
        if (phase.isEmpty() || phase.equals("none")) {
            return;
        }
        String reason = text(aot, "reason");
        String log = text(aot, "log");
        add("training of the AOT cache: %s%s%s"
                .formatted(phase, reason.isEmpty() ? "" : ", " + reason, log.isEmpty() ? "" : "; see " + log));
    }

    private void lastReload() {
        JsonObject last = object(status, "last_reload");
        if (last.isEmpty()) {
            return;
        }
        String reason = text(last, "reason");
        add("last reload: generation %s by %s at %s: %s%s"
                .formatted(
                        text(last, "generation"),
                        text(last, "by"),
                        text(last, "at"),
                        text(last, "result"),
                        reason.isEmpty() ? "" : ", " + reason));
    }

    private void workers() {
        lines.add("");
        add(ROW.formatted(
                "SLOT",
                "PID",
                "GEN",
                "STATE",
                "SINCE",
                "REQUESTS",
                "IN",
                "FAILED",
                "RSS",
                "HEAP",
                "GC s",
                "BEAT",
                "AOT",
                "OLDEST REQUEST"));
        for (JsonElement child : list("children")) {
            worker(child.getAsJsonObject());
        }
    }

    private void worker(JsonObject child) {
        add(ROW.formatted(
                text(child, "slot"),
                text(child, "pid"),
                text(child, "generation"),
                text(child, "state"),
                time(number(child, "since")),
                text(child, "requests"),
                text(child, "concurrent_requests"),
                text(child, "failed"),
                size(child, "rss"),
                size(child, "heap_used"),
                fraction(child, "gc_seconds"),
                fraction(child, "heartbeat_age"),
                text(child, "aot"),
                oldest(child)));
    }

    private static String oldest(JsonObject child) {
        JsonElement flights = child.get("in_flight");
        if (flights == null
                || !flights.isJsonArray()
                || flights.getAsJsonArray().isEmpty()) {
            return "";
        }
        JsonObject first = flights.getAsJsonArray().get(0).getAsJsonObject();
        return text(first, "line") + " (" + time(number(first, "age")) + ")";
    }

    private void add(String line) {
        lines.add(line.stripTrailing());
    }

    private Iterable<JsonElement> list(String key) {
        JsonElement found = status.get(key);
        return found != null && found.isJsonArray() ? found.getAsJsonArray() : List.of();
    }

    private static JsonObject object(JsonObject in, String key) {
        JsonElement found = in.get(key);
        return found != null && found.isJsonObject() ? found.getAsJsonObject() : new JsonObject();
    }

    private static String text(JsonObject in, String key) {
        JsonElement found = in.get(key);
        return found != null && found.isJsonPrimitive() ? LogText.line(found.getAsString()) : "";
    }

    private static double number(JsonObject in, String key) {
        JsonElement found = in.get(key);
        return found != null
                        && found.isJsonPrimitive()
                        && found.getAsJsonPrimitive().isNumber()
                ? found.getAsDouble()
                : 0;
    }

    private static String size(JsonObject in, String key) {
        double bytes = number(in, key);
        return bytes <= 0 ? "" : Math.round(bytes / MEGA) + "m";
    }

    private static String fraction(JsonObject in, String key) {
        return text(in, key).isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", number(in, key));
    }

    /** {@code 3.2s}, {@code 2m5s}, {@code 3h12m}, {@code 5d3h}. */
    static String time(double seconds) {
        long whole = (long) seconds;
        if (whole < MINUTE) {
            return String.format(Locale.ROOT, "%.1fs", Math.floor(seconds * 10) / 10);
        }
        if (whole < HOUR) {
            return whole / MINUTE + "m" + whole % MINUTE + "s";
        }
        return whole < DAY
                ? whole / HOUR + "h" + whole % HOUR / MINUTE + "m"
                : whole / DAY + "d" + whole % DAY / HOUR + "h";
    }
}
