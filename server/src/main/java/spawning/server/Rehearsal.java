// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import spawning.protocol.ControllerMessage;
import spawning.protocol.LineBuffer;
import spawning.protocol.MessageLine;
import spawning.protocol.WorkerMessage;
import spawning.protocol.WorkerSettings;
import spawning.protocol.scoreboard.CrewBoard;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.training.TrainingClient;

/**
 * One worker's life from boot to drain within this process: its pipes lead back to us, and its one listener is a unix
 * socket in the folder of the settings, which nobody else may enter. So all runs that runs in a worker, and nothing is
 * touched that belongs to the service. Used once.
 */
final class Rehearsal {
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final int BACKLOG = 16;

    private final Path settings;
    private final Path address;

    /** @param settings with one listener, of the kind {@code UNIX} */
    Rehearsal(Path settings) {
        this.settings = settings;
        this.address = settings.resolveSibling("s");
    }

    /**
     * Runs it.
     *
     * @throws Exception the worker could not be brought up, for its application failed, or did not end in time
     */
    WorkerExit run() throws Exception {
        Epoll.ensureAvailability(); // loads the native library, which is needed from here on
        FileDescriptor[] toWorker = FileDescriptor.pipe();
        FileDescriptor[] fromWorker = FileDescriptor.pipe();
        WorkerArguments arguments = new WorkerArguments(
                settings,
                1,
                toWorker[0].intValue(),
                fromWorker[1].intValue(),
                memory("scoreboard", Scoreboard.BYTES).intValue(),
                memory("crew", CrewBoard.BYTES).intValue(),
                List.of(listener().intValue()),
                OptionalLong.empty());
        FutureTask<WorkerExit> worker = new FutureTask<>(() -> {
            try {
                return WorkerMain.run(arguments, new Lifeline(arguments.lifelineIn(), arguments.lifelineOut()));
            } finally {
                fromWorker[1].close(); // nobody shall wait for what it will not say
            }
        });
        Thread.ofPlatform().name("worker").daemon().start(worker);
        if (becomesReady(fromWorker[0])) {
            say(toWorker[1], new ControllerMessage.Accept());
            TrainingClient client = new TrainingClient(address);
            if (WorkerSettings.read(settings).builtIn()) {
                client.converse();
            }
            client.leaveToTheServer();
            say(toWorker[1], new ControllerMessage.Drain(Duration.ZERO, true));
        }
        Files.deleteIfExists(address);
        try {
            return worker.get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private FileDescriptor memory(String name, int bytes) throws IOException {
        Path file = settings.resolveSibling(name);
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
        return FileDescriptor.from(file.toFile());
    }

    private Socket listener() throws IOException {
        Socket socket = Socket.newSocketDomain();
        socket.bind(new DomainSocketAddress(address.toFile()));
        socket.listen(BACKLOG);
        return socket;
    }

    /** False when it ended before it was ready. */
    private static boolean becomesReady(FileDescriptor fromWorker) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(MessageLine.MAX_BYTES);
        LineBuffer lines = new LineBuffer();
        while (true) {
            int count = fromWorker.read(bytes, 0, bytes.capacity());
            if (count < 0) {
                return false;
            }
            for (String line : lines.add(bytes.position(0).limit(count))) {
                if (WorkerMessage.decode(line) instanceof WorkerMessage.Ready) {
                    return true;
                }
            }
            bytes.clear();
        }
    }

    private static void say(FileDescriptor toWorker, ControllerMessage message) throws IOException {
        byte[] line = (message.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocateDirect(line.length).put(line).flip();
        toWorker.write(buffer, 0, line.length);
    }
}
