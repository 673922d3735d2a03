// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

/** Where a connection stands between its beginning and its end. */
enum Phase {
    /** Connected; nothing has come yet. */
    FRESH,
    /** Between requests. */
    IDLE,
    /** A part of a head has come. */
    HEAD,
    /** A request is with the application, or waits for a thread. */
    ANSWERING,
    /** The response is out; the rest of the request's body is received and dropped. */
    LEFTOVER,
    /** The last response is on its way out. */
    FLUSHING,
    /** Our side is shut down; the client's is read until it closes. */
    LINGERING,
    CLOSED;

    /** Whether the next thing to come is a head. */
    boolean awaitsHead() {
        return this == FRESH || this == IDLE || this == HEAD;
    }
}
