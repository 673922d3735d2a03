// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.io.IOException;

/** The write callable of PEP 3333: sends a piece of the body before the application returns. */
@FunctionalInterface
public interface Write {
    /**
     * Sends a piece of the body. Blocks while the client reads more slowly than the application writes.
     *
     * @param bytes not kept and not changed by the server; an empty array sends nothing
     * @throws IOException the client went away or was too slow
     * @throws IllegalStateException the request has ended, start was not called, or the bytes go past the Content-Length;
     *     in the last case what fits was sent
     */
    void write(byte[] bytes) throws IOException;
}
