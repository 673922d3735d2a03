// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Which clients a {@link LoadClient} has.
 *
 * @param target where they connect to
 * @param busy clients that keep their connection and send request after request
 * @param idling clients that keep their connection and send nothing for a second up to the keep-alive time in between
 * @param single clients that open a connection for each request
 * @param pace how often each busy or single client sends; zero is as fast as it can
 * @param slow clients that send and are sent bodies piece by piece
 * @param endsWhenRefused whether a client whose connection is refused goes home, as when the service is being stopped;
 *     otherwise that is a failure
 */
public record Load(
        InetSocketAddress target, int busy, int idling, int single, int slow, Duration pace, boolean endsWhenRefused) {

    /** Some of each kind, several hundred requests a second together. */
    public static Load mixedOn(InetSocketAddress target) {
        return new Load(target, 8, 16, 4, 0, Duration.ofMillis(20), false);
    }

    /** As this, for a service that is about to be stopped. */
    public Load untilRefused() {
        return new Load(target, busy, idling, single, slow, pace, true);
    }

    /** As this, without clients that idle. */
    public Load withoutIdling() {
        return new Load(target, busy, 0, single, slow, pace, endsWhenRefused);
    }

    /** As this, and so many clients whose uploads and downloads take their time, so that some are always under way. */
    public Load withSlow(int clients) {
        return new Load(target, busy, idling, single, clients, pace, endsWhenRefused);
    }

    /** As this, with other numbers. */
    public Load clients(int newBusy, int newIdling, int newSingle) {
        return new Load(target, newBusy, newIdling, newSingle, slow, pace, endsWhenRefused);
    }
}
