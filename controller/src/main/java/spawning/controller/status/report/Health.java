// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import com.google.gson.JsonObject;
import java.time.Duration;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.time.MonotonicClock;

/** Answers of one sentence, for those who restart the service, or send requests to it. Any thread. */
public final class Health {
    /** The controller's loop publishes at least each second. */
    private static final Duration STALE = Duration.ofSeconds(5);

    private final StatusBoard board;
    private final MonotonicClock clock;

    /** Of what stands on a board. */
    public Health(StatusBoard board, MonotonicClock clock) {
        this.board = board;
        this.clock = clock;
    }

    /** Whether all is well, and why not. */
    public record Answer(boolean good, String text, JsonObject json) {}

    /** Whether the controller itself works. */
    public Answer live() {
        long age = clock.nanos() - board.site().atNanos();
        boolean moves = age <= STALE.toNanos();
        String text = moves
                ? "ok"
                : "the controller's loop has stood still for " + age / 1_000_000_000 + " s (allowed are "
                        + STALE.toSeconds() + " s)";
        JsonObject json = new JsonObject();
        json.addProperty("healthy", moves);
        json.addProperty("reason", moves ? "" : text);
        return new Answer(moves, text, json);
    }

    /** Whether requests are answered: any worker is ready, and nothing is being stopped. */
    public Answer ready() {
        Site site = board.site();
        Verdict verdict = Verdict.of(site, clock.nanos());
        int ready = site.standing().ready();
        boolean good = ready > 0 && !site.standing().stopping();
        JsonObject json = new JsonObject();
        json.addProperty("ready", good);
        json.addProperty("state", verdict.state().toString());
        json.addProperty("reason", good ? "" : verdict.reason());
        json.addProperty("ready_workers", ready);
        json.addProperty("wanted_workers", site.standing().wanted());
        return new Answer(good, good ? "ok" : verdict.state() + ": " + verdict.reason(), json);
    }
}
