// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request, and the way to answer it: what an engine offers to the bridge. All methods are called by the thread that
 * runs the request. The bridge ends each exchange by exactly one of {@link #send}, {@link #sendFile},
 * {@link #finish} and {@link #abort}.
 *
 * <p>Methods that send block while the client takes less than is sent, and throw IOException when it went away or took
 * nothing for {@code --write-timeout}. The engine adds Date, Server and what frames the body, and sends no body where
 * HTTP has none.
 */
public interface Exchange {
    /** The request. */
    RequestHead head();

    /** Whether the client's address in the head is what a trusted proxy says, and not that of our peer. */
    boolean clientTold();

    /** The request's id; empty where requests have none. */
    String requestId();

    /** The body of the request; reading blocks until some of it has come, and fails as {@link #bodyFailure} says. */
    InputStream body();

    /** Why the body could not be read to its end; null when it could, or may still be. */
    @Nullable
    BodyFailure bodyFailure();

    /** Whether a byte of the response may have been sent. */
    boolean committed();

    /** Whether nobody is left to answer. */
    boolean clientGone();

    /** Sends a whole response in one write, and ends the exchange. */
    void send(ResponseHead head, byte[] body) throws IOException;

    /**
     * Sends a whole response whose body is this part of a file, and ends the exchange. Blocks until the last byte is with
     * the kernel; the file is not touched after that, however it ends.
     *
     * @param head whose content length is the part's
     * @throws FileFailure the file is shorter than it was, or cannot be read; the connection was cut
     */
    void sendFile(ResponseHead head, FilePart part) throws IOException;

    /** Sends the head and the first piece of the body at once; more follows. */
    void begin(ResponseHead head, byte[] first) throws IOException;

    /** Sends another piece of the body at once. */
    void write(byte[] piece) throws IOException;

    /**
     * The application has nothing to send yet: lets others go on.
     *
     * @throws IOException nobody is left to answer
     */
    void nothingYet() throws IOException;

    /**
     * Gives the application so long from now, in place of what is left of the request timeout. Any thread.
     *
     * @param fromNow zero is without limit
     */
    void extend(Duration fromNow);

    /** Ends the body, and with it the exchange. */
    void finish() throws IOException;

    /** Ends the exchange by closing the connection such that the client sees the response as broken off. */
    void abort();
}
