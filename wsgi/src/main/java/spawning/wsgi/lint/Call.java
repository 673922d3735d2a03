// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of an application at one boundary: how far it has come, and the breach that was found. Belongs to the thread of the
 * request; what application code may touch from other threads only reads.
 */
final class Call {
    private enum Phase {
        /** The application has not returned. */
        CALLED,
        /** It has, and its body is the caller's. */
        RETURNED,
        /** Nothing of this request may be used any more. */
        ENDED
    }

    private final Parts parts;
    private final Open bodies;
    private final Thread thread = Thread.currentThread();
    private final Outcome outcome;
    private volatile Phase phase = Phase.CALLED;
    private volatile boolean open;

    /** Thrown, perhaps into the hands of somebody who catches everything, and not seen to leave the boundary. */
    private volatile @Nullable LintError hidden;

    private @Nullable Chain chain;

    Call(Parts parts, Open bodies, @Nullable Object method) {
        this.parts = parts;
        this.bodies = bodies;
        this.outcome = new Outcome(this, "HEAD".equals(method));
    }

    /** Makes the call one of its request. */
    void join(Map<String, Object> environ) {
        chain = Chain.joined(environ, this);
    }

    /** Whether no other boundary is around this one: what it returns goes to the server. */
    boolean outermost() {
        return chain != null && chain.beginsWith(this);
    }

    boolean ofTheRequestOf(Call other) {
        return chain != null && chain.equals(other.chain);
    }

    Outcome outcome() {
        return outcome;
    }

    /** A breach, to be thrown. */
    LintError breach(Rule rule, String seen) {
        LintError error = parts.breach(rule, seen);
        if (hidden == null) {
            hidden = error;
        }
        return error;
    }

    void require(boolean kept, Rule rule, String seen) {
        if (!kept) {
            throw breach(rule, seen);
        }
    }

    /** Whether the application may still write. */
    boolean calling() {
        return phase == Phase.CALLED;
    }

    boolean ended() {
        return phase == Phase.ENDED;
    }

    /** Whether the outermost call has ended: until then a middleware may use what it shares with those within. */
    boolean requestEnded() {
        return chain == null ? ended() : chain.ended();
    }

    boolean onItsThread() {
        return Thread.currentThread().equals(thread);
    }

    /** Names this thread and the right one. */
    String threads() {
        return "thread " + Thread.currentThread().getName() + " instead of " + thread.getName();
    }

    /** The application has returned a body. */
    void returned() {
        phase = Phase.RETURNED;
        open = true;
        bodies.opened();
    }

    boolean open() {
        return open;
    }

    /** Says once that the body was not closed. */
    LintError forgotten(String seen) {
        closed();
        return parts.breach(Rule.CLOSE_NEVER, seen);
    }

    /** The body was closed, or is given up. */
    void closed() {
        if (open) {
            open = false;
            bodies.closed();
        }
    }

    /** The request is over. */
    void end() {
        phase = Phase.ENDED;
    }

    /** Throws a breach, of this call or of one within it, that somebody has caught. */
    void tellHidden() {
        LintError error = hiddenHereOrWithin();
        if (error != null) {
            throw error;
        }
    }

    /** A failure leaves the boundary: a breach that it does not carry goes with it. */
    void leaving(Throwable failure) {
        LintError error = hiddenHereOrWithin();
        if (error != null && !carries(failure, error)) {
            failure.addSuppressed(error);
        }
        if (chain == null || chain.beginsWith(this)) {
            forgetHidden(); // nobody is left who could hide it
        }
    }

    private @Nullable LintError hiddenHereOrWithin() {
        return chain == null ? hidden : chain.hiddenFrom(this);
    }

    private void forgetHidden() {
        hidden = null;
        if (chain != null) {
            chain.forgetHidden();
        }
    }

    @Nullable
    LintError hidden() {
        return hidden;
    }

    void clearHidden() {
        hidden = null;
    }

    private static boolean carries(Throwable failure, LintError error) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 50; t = t.getCause()) {
            if (t == error || List.of(t.getSuppressed()).contains(error)) {
                return true;
            }
            depth++;
        }
        return false;
    }

    /** Throws when a body within this call was forgotten. */
    void requireInnerBodiesClosed() {
        LintError error = chain == null ? null : chain.openWithin(this);
        if (error != null) {
            throw error;
        }
    }
}
