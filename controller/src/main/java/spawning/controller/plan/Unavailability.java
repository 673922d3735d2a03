// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;

/**
 * Whether the controller itself answers 503. It does so only when nobody will accept for a while; a shorter time is
 * better spent in the backlog.
 */
final class Unavailability {
    private static final long WORTH_IT = 2_000_000_000L;

    /** Mending a file takes longer, but whoever has mended it looks at once. */
    private static final Duration AGAIN_SOON = Duration.ofSeconds(1);

    private final World world;
    private final Panic panic;
    private final Orders orders;
    private String explanation = "";
    private boolean answering;
    private long promised;

    Unavailability(World world, Panic panic, Orders orders) {
        this.world = world;
        this.panic = panic;
        this.orders = orders;
    }

    /** Tells whoever asks why nothing is served, until {@link #somethingChanged}: for those who develop the application. */
    void explain(String why) {
        if (!explanation.equals(why)) {
            explanation = why;
            answering = true;
            orders.add(new Action.AnswerUnavailable(AGAIN_SOON, why));
        }
    }

    /** There is something new to try, which is worth waiting for. */
    void somethingChanged() {
        if (!explanation.isEmpty()) {
            explanation = "";
            end();
        }
    }

    /** Begins, or renews what is promised to clients, or ends. */
    void reconcile() {
        if (!explanation.isEmpty()) {
            return;
        }
        if (!panic.on()) {
            end();
        } else if (isNobodyNear() && !(answering && promised == panic.notBefore())) {
            answering = true;
            promised = panic.notBefore();
            orders.add(new Action.AnswerUnavailable(Duration.ofNanos(promised - world.now()), ""));
        }
    }

    private boolean isNobodyNear() {
        return world.everReady() && world.startingOrReady() == 0 && panic.notBefore() - world.now() > WORTH_IT;
    }

    /** Ends, if it had begun. */
    void end() {
        if (answering) {
            answering = false;
            orders.add(new Action.StopAnsweringUnavailable());
        }
    }
}
