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

    /**
     * Tells whoever asks why nothing is served, until {@link #somethingChanged} or a worker serves: for those who develop
     * the application. Said anew each time, for behind the same sentence there may be other lines of the compiler.
     */
    void explain(String why) {
        explanation = why;
        answering = true;
        orders.add(new Action.AnswerUnavailable(AGAIN_SOON, why));
    }

    /** Like {@link #explain}, unless just that is being explained. */
    void keepExplaining(String why) {
        if (!explanation.equals(why)) {
            explain(why);
        }
    }

    /** There is something new to try, which is worth waiting for. */
    void somethingChanged() {
        if (!explanation.isEmpty()) {
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

    /** Ends, if it had begun; there is nothing to explain any more. */
    void end() {
        explanation = "";
        if (answering) {
            answering = false;
            orders.add(new Action.StopAnsweringUnavailable());
        }
    }
}
