// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

/** What only ever grows while a worker lives. Numbers are places in memory: a new one comes after the last. */
public enum Counter {
    /** Signs of life of the JVM, some a second. */
    BEATS(0),
    /** Requests whose head was complete. */
    REQUESTS(1),
    /** Requests that ended, well or badly. */
    ANSWERED(2),
    /** Requests that were answered with a status of 500 or above. */
    FAILED(3),
    /** Requests that were older than the request timeout. */
    TIMED_OUT(4),
    /** Connections taken over from the acceptor. */
    CONNECTIONS_OPENED(5),
    /** Connections that ended. */
    CONNECTIONS_CLOSED(6),
    /** Microseconds that the requests that ended took, added up. */
    DURATION_MICROS(7),
    /** Lines of the access log that could not be written. */
    LOG_LINES_DROPPED(8);

    private final int cell;

    Counter(int cell) {
        this.cell = cell;
    }

    /** Its place among its like in the layout. */
    int cell() {
        return cell;
    }
}
