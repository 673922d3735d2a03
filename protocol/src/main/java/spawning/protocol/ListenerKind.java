// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

/** What a listener is, as far as a worker has to know. */
public enum ListenerKind {
    /** A TCP socket that the controller bound: on the last drain its queue is emptied before it is closed. */
    TCP,
    /** A unix socket that the controller bound: likewise. */
    UNIX,
    /** A TCP socket handed to the controller by who holds it open (socket activation): its queue is left to the next. */
    INHERITED_TCP,
    /** A unix socket handed to the controller: likewise. */
    INHERITED_UNIX,
    /** No socket that anybody can connect to: the worker's own connections, made to warm up. They are counted nowhere. */
    WARM_UP;

    /** Whether connections come in over TCP. */
    public boolean tcp() {
        return this == TCP || this == INHERITED_TCP;
    }

    /** Whether the socket dies with Spawning, so that what waits in its queue would be lost. */
    public boolean owned() {
        return this == TCP || this == UNIX;
    }
}
