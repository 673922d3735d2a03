// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A finished child that wrote to its descriptor 4, as a worker does. */
record Child(int pid, String output, ExitReason reason) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Runs a shell script to its end. */
    static Child run(String script) throws IOException {
        return run(new String[] {"spawning: worker 2 gen 7 (a.B)", "-c", script}, Optional.empty());
    }

    static Child run(String[] argv, Optional<Path> workingDirectory) throws IOException {
        try (Posix.Pipe to = Posix.pipe2();
                Posix.Pipe from = Posix.pipe2();
                ChildProcess child = new Spawn(
                                Path.of("/bin/sh"),
                                List.of(argv),
                                List.of(to.read(), from.write()),
                                workingDirectory,
                                Map.of())
                        .start()) {
            from.write().close();
            StringBuilder output = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
            while (Posix.read(from.read(), buffer.clear()) > 0) {
                output.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            }
            return new Child(child.pid(), output.toString(), reap(child));
        }
    }

    static ExitReason reap(ChildProcess child) throws IOException {
        try (Epoll epoll = Epoll.create()) {
            epoll.add(child.pidfd(), Epoll.EPOLLIN, 0);
            if (epoll.await(LIMIT).isEmpty()) {
                throw new AssertionError("pid " + child.pid() + " did not end within " + LIMIT);
            }
            return child.reap().orElseThrow();
        }
    }
}
