// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import spawning.server.wsgi.BodyFailure;

/** How fast the body of the present request is taken from the client. Runs on the event loop. */
final class Intake {
    private final RequestDecoder decoder;
    private final DeadlineTimer timer;
    private final Wire wire;
    private final Duration pause;

    /** Whether it is us who keep the client waiting, so that it cannot be late. */
    private boolean stopped;

    /**
     * @param timer the connection's, which is ours while a body comes in
     * @param pause the longest between two pieces
     */
    Intake(RequestDecoder decoder, DeadlineTimer timer, Wire wire, Duration pause) {
        this.decoder = decoder;
        this.timer = timer;
        this.wire = wire;
        this.pause = pause;
    }

    /** Takes over a piece, or the end. */
    void take(RequestBody body, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            body.fail(BodyFailure.MALFORMED);
        }
        body.add(content.content());
        if (content instanceof LastHttpContent && body.failure() == null) {
            body.complete();
        }
        if (body.isComplete() || body.failure() != null || body.isFull()) {
            decoder.pause();
            timer.disarm();
        } else {
            expectMore(body);
        }
    }

    /**
     * The next piece has to come in time, if one is due and we take it: what was read together with the head still comes
     * here after {@link #stop}.
     */
    void expectMore(RequestBody body) {
        if (!stopped && !body.isComplete() && body.failure() == null && !body.awaitsContinue()) {
            timer.arm(pause);
        }
    }

    /** Takes nothing: the request waits for a thread, and its body may wait with it. */
    void stop() {
        stopped = true;
        wire.read(false);
        timer.disarm();
    }

    /** Takes up again what was stopped. */
    void goOn(RequestBody body) {
        stopped = false;
        wire.read(true);
        if (!body.isFull()) {
            expectMore(body);
        }
    }

    /** Whether it is the client who keeps the application waiting. */
    boolean comesIn(RequestBody body) {
        return !stopped && !body.isComplete() && !body.isFull() && body.failure() == null && !body.awaitsContinue();
    }

    /** Nothing came in time. */
    void timedOut(RequestBody body) {
        decoder.pause();
        body.fail(BodyFailure.TIMED_OUT);
    }
}
