// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Status documents of schema 1, as a controller would tell them, made up. */
public final class StatusScene {
    private static final long MIB = 1L << 20;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Random random = new Random(7);
    private final Map<String, Object> document = new LinkedHashMap<>();
    private final List<Map<String, Object>> children = new ArrayList<>();
    private final List<Map<String, Object>> events = new ArrayList<>();

    private StatusScene(String state, int ready, int wanted) {
        document.putAll(
                Map.of("schema", 1, "version", "0.1.0-SNAPSHOT", "name", "shop", "pid", 4711, "uptime", 93784.2));
        document.put("started_at", now.minusSeconds(93784).toString());
        document.put("now", now.toString());
        document.put("active_children_count", ready);
        document.put("killed_children_count", 0);
        document.put("configured_children_count", wanted);
        document.put("concurrent_requests", 3);
        document.put("config", config(wanted));
        document.put("state", state);
        document.put("reason", "");
        document.put("generation", generation(7, 7, 6, 0));
        document.put("panic", null);
        document.put("last_reload", reload("served", ""));
        document.put("totals", totals());
        document.put("latency", Map.of("window", 60, "p50", 0.0041, "p95", 0.031, "p99", 0.182, "max", 2.41));
        document.put("memory", Map.of("controller", 61 * MIB, "workers", wanted * 140 * MIB));
        document.put("listeners", List.of(Map.of("address", "127.0.0.1:8080", "accept_queue", 0, "backlog", 2048)));
        document.put("aot", aot("none", ""));
        document.put("children", children);
        document.put("last_exits", List.of(exit(3, 4720, "asked to retire: 10000 requests", false)));
        document.put("events", events);
        document.put("history", history(wanted));
    }

    /** All is well. */
    public static StatusScene serving(int workers) {
        StatusScene scene = new StatusScene("serving", workers, workers);
        for (int slot = 1; slot <= workers; slot++) {
            scene.children.add(scene.worker(slot, 7, "ready"));
        }
        scene.event("serves", "info", "generation 7 serves", 95);
        scene.event("prepared", "info", "generation 7 is prepared in 1.2 s", 98);
        scene.event("generation_begun", "info", "generation 7 begun by SIGHUP", 100);
        scene.event("worker", "warn", "worker 3 pid 4720 lost: signal 11 (SEGV)", 310);
        scene.event("serves", "info", "generation 6 serves", 7000);
        return scene;
    }

    /** Half of the workers are of the next generation, the others drain. */
    public static StatusScene reloading() {
        StatusScene scene = new StatusScene("reloading", 3, 4);
        scene.document.put("generation", generation(8, 7, 6, 8));
        scene.document.put("killed_children_count", 2);
        scene.children.add(scene.worker(1, 8, "ready"));
        scene.children.add(scene.worker(1, 7, "draining"));
        scene.children.add(scene.worker(2, 8, "starting"));
        scene.children.add(scene.worker(2, 7, "killed"));
        scene.children.add(scene.worker(3, 7, "ready"));
        scene.children.add(scene.worker(4, 7, "ready"));
        scene.event("generation_begun", "info", "generation 8 begun by SIGHUP", 3);
        return scene;
    }

    /** No worker can be started. */
    public static StatusScene panic() {
        StatusScene scene = new StatusScene("panic", 0, 4);
        scene.document.put("reason", "5 workers in a row were lost before they were ready: exit code 1");
        scene.document.put("panic", Map.of("reason", "exit code 1", "next_try_in", 3.2, "tries", 2, "limit", 5));
        scene.document.put("last_reload", scene.reload("rolled_back", "worker 1 was not ready within 30 s"));
        scene.document.put(
                "last_exits",
                List.of(
                        scene.exit(1, 5003, "exit code 1: java.lang.IllegalStateException: no database", true),
                        scene.exit(2, 5002, "signal 11 (SEGV)", true),
                        scene.exit(2, 4720, "stopped", false)));
        for (int i = 0; i < 12; i++) {
            scene.event(
                    "worker",
                    "error",
                    "worker " + (i % 4 + 1) + " pid " + (5000 + i) + " lost: exit code 1",
                    4 + i * 9);
        }
        scene.event("panic", "error", "panic: 5 workers in a row were lost before they were ready", 2);
        scene.children.add(scene.worker(1, 7, "starting"));
        return scene;
    }

    /** Just begun: nothing measured yet. */
    public static StatusScene booting() {
        StatusScene scene = new StatusScene("booting", 1, 4);
        scene.document.put("uptime", 0.4);
        scene.document.put("generation", generation(1, 0, 0, 0));
        scene.document.put("last_reload", null);
        scene.document.put("last_exits", List.of());
        scene.document.put("latency", null);
        scene.document.put("history", Map.of("step", 1, "end", scene.now.toString(), "rate", List.of(0, 0)));
        scene.children.add(scene.worker(1, 1, "ready"));
        scene.children.add(scene.worker(2, 1, "starting"));
        scene.event("generation_begun", "info", "generation 1 begun", 1);
        return scene;
    }

    /** The last ones drain. */
    public static StatusScene stopping() {
        StatusScene scene = new StatusScene("stopping", 0, 4);
        scene.children.add(scene.worker(1, 7, "draining"));
        scene.children.add(scene.worker(2, 7, "exited"));
        return scene;
    }

    /** As many workers and events as the page must bear. */
    public static StatusScene large() {
        StatusScene scene = serving(64);
        for (int i = 0; i < 195; i++) {
            String severity = List.of("info", "info", "warn", "error").get(i % 4);
            scene.event(
                    "worker",
                    severity,
                    "worker " + (i % 64 + 1) + ": something happened to it, number " + i,
                    400 + i * 30);
        }
        return scene;
    }

    /** A key of the document is replaced, or with null nulled. */
    public StatusScene with(String key, Object value) {
        document.put(key, value);
        return this;
    }

    /** A key of one worker's object is replaced. */
    public StatusScene withWorker(int place, String key, Object value) {
        children.get(place).put(key, value);
        return this;
    }

    /** One more event, the newest. */
    public StatusScene withEvent(String kind, String severity, String text) {
        event(kind, severity, text, 0);
        return this;
    }

    public Map<String, Object> document() {
        return document;
    }

    public List<Map<String, Object>> children() {
        return children;
    }

    private static Map<String, Object> aot(String training, String reason) {
        Map<String, Object> aot = new HashMap<>(Map.of("training", training, "reason", reason));
        aot.put("log", training.equals("failed") ? "/var/cache/spawning/3f2a.log" : null);
        return aot;
    }

    /** Its workers have no AOT cache of their own, for its training failed. */
    public StatusScene withoutAotCache(String reason) {
        document.put("aot", aot("failed", reason));
        children.forEach(worker -> {
            worker.put("aot", "none");
            worker.put("aot_cache", null);
        });
        return this;
    }

    private Map<String, Object> worker(int slot, int generation, String state) {
        Map<String, Object> worker = new HashMap<>();
        boolean ready = state.equals("ready");
        worker.put("pid", 4800 + slot + generation * 100);
        worker.put("active", ready);
        worker.put("uptime", ready ? 5234.5 + slot : 4.2);
        worker.put("forked_at", now.minusSeconds(5234).toString());
        worker.put("concurrent_requests", ready ? slot % 3 : 0);
        worker.put("slot", slot);
        worker.put("generation", generation);
        worker.put("state", state);
        worker.put("since", ready ? 5230.0 : 2.2);
        worker.put("retiring", false);
        worker.put("aot", "own");
        worker.put("aot_cache", "3f2a91c0de77");
        worker.put("requests", 1_204_331 + slot * 7919);
        worker.put("failed", slot == 2 ? 3 : 0);
        worker.put("timed_out", 0);
        worker.put("connections_open", 12);
        worker.put("rss", (120 + random.nextInt(60)) * MIB);
        worker.put("heap_used", (20 + random.nextInt(60)) * MIB);
        worker.put("heap_max", 96 * MIB);
        worker.put("metaspace", 31 * MIB);
        worker.put("direct", 4 * MIB);
        worker.put("gc_count", 412);
        worker.put("gc_seconds", 1.9);
        worker.put("threads", 23);
        worker.put("heartbeat_age", random.nextInt(5) / 10.0);
        worker.put("in_flight", ready ? inFlight(slot % 3) : List.of());
        return worker;
    }

    private static List<Map<String, Object>> inFlight(int requests) {
        List<Map<String, Object>> all = List.of(
                Map.of("line", "GET /orders/2026/11/report-of-all-articles.pdf", "age", 2.1),
                Map.of("line", "POST /basket", "age", 0.04));
        return all.subList(0, Math.min(requests, all.size()));
    }

    private void event(String kind, String severity, String text, int secondsAgo) {
        Map<String, Object> event = new HashMap<>();
        event.put("number", 1000 - secondsAgo * 10 + events.size());
        event.put("at", now.minusSeconds(secondsAgo).toString());
        event.put("kind", kind);
        event.put("text", text);
        event.put("severity", severity);
        event.put("generation", 7);
        event.put("slot", null);
        event.put("pid", null);
        events.add(secondsAgo == 0 || kind.equals("panic") ? 0 : events.size(), event);
    }

    private Map<String, Object> exit(int slot, int pid, String detail, boolean unexpected) {
        Map<String, Object> exit = new HashMap<>();
        exit.put("at", now.minusSeconds(300 - slot).toString());
        exit.put("slot", slot);
        exit.put("pid", pid);
        exit.put("generation", 6);
        exit.put("from", "ready");
        exit.put("detail", detail);
        exit.put("unexpected", unexpected);
        return exit;
    }

    private Map<String, Object> history(int workers) {
        List<Object> rate = new ArrayList<>();
        List<Object> errors = new ArrayList<>();
        List<Object> p50 = new ArrayList<>();
        List<Object> p99 = new ArrayList<>();
        List<Object> rss = new ArrayList<>();
        List<Object> queue = new ArrayList<>();
        List<Object> inFlight = new ArrayList<>();
        List<Object> ready = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            boolean away = i >= 200 && i < 220;
            double wave = 1 + 0.4 * Math.sin(i / 70.0);
            rate.add(away ? null : Math.max(0, 1200 * wave + 60 * random.nextGaussian()));
            errors.add(away ? null : i > 285 && i < 295 ? 90 : 0);
            p50.add(away ? null : 0.004 * wave * (1 + 0.1 * random.nextGaussian()));
            p99.add(away ? null : 0.05 * wave * Math.exp(0.5 * random.nextGaussian()));
            rss.add(workers * (140.0 + i / 30.0) * MIB);
            queue.add(i > 285 && i < 300 ? 7 : 0);
            inFlight.add(away ? 0 : (int) (4 * wave + random.nextInt(3)));
            ready.add(i > 287 && i < 300 ? workers - 1 : workers);
        }
        Map<String, Object> history = new LinkedHashMap<>(Map.of("step", 1, "end", now.toString()));
        history.putAll(Map.of("rate", rate, "errors", errors, "p50", p50, "p99", p99));
        history.putAll(Map.of("rss", rss, "queue", queue, "in_flight", inFlight, "ready", ready));
        return history;
    }

    private static Map<String, Object> generation(int target, int lastGood, int previousGood, int preparing) {
        return Map.of("target", target, "last_good", lastGood, "previous_good", previousGood, "preparing", preparing);
    }

    private Map<String, Object> reload(String result, String reason) {
        Map<String, Object> reload = new HashMap<>(Map.of("generation", 7, "by", "SIGHUP", "took", 2.13));
        reload.put("at", now.minusSeconds(95).toString());
        reload.put("result", result);
        reload.put("reason", reason);
        return reload;
    }

    private static Map<String, Object> totals() {
        Map<String, Object> totals = new HashMap<>();
        totals.putAll(Map.of("requests", 48_210_332, "answered", 48_210_320, "failed", 9, "timed_out", 0));
        totals.putAll(Map.of("connections_opened", 1_203_411, "connections_open", 48, "workers_spawned", 31));
        totals.putAll(Map.of("workers_exited", 27, "workers_lost", 1, "workers_killed", 0, "panics", 0));
        totals.putAll(
                Map.of("reloads", 6, "reloads_served", 6, "reloads_failed", 0, "gc_count", 10_412, "gc_seconds", 61.2));
        return totals;
    }

    private static Map<String, Object> config(int workers) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("factory", "shop.Shop");
        config.put("host", "127.0.0.1");
        config.put("port", 8080);
        config.put("processes", workers);
        config.put("env", List.of("DATABASE=***"));
        config.put("classpath", List.of("/srv/shop/lib/*", "/srv/shop/shop.jar"));
        config.put("graceful-timeout", "30s");
        return config;
    }
}
