// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A preparer that stays between two preparations, so that its compiler is warm: for applications that are being
 * developed, where somebody waits for each of them. Its process is started with the first request, and again when it has
 * ended, was killed, or is in another folder than wanted. Used by one thread, but for {@link #close}.
 */
public final class ResidentPreparer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ResidentPreparer.class);

    private final PreparerCommandLine commandLine;
    private @Nullable Resident resident;

    public ResidentPreparer(PreparerCommandLine commandLine) {
        this.commandLine = commandLine;
    }

    /**
     * Begins a preparation. What is returned behaves like a process of its own: it ends with the preparation, and when
     * it is destroyed before, the preparer is killed, unless it is done within half a second.
     *
     * @param folder of the generation, in which the request is
     * @param directory in which the preparer is to run
     * @throws IOException no process can be started
     */
    synchronized Process prepare(Path folder, Path directory) throws IOException {
        if (resident != null && resident.isFree() && resident.directory.equals(directory)) {
            try {
                return resident.begin(folder);
            } catch (IOException e) { // it was killed just now, with a preparation that something newer supersedes
                log.debug("the preparer of before takes no more requests: {}", e.getMessage());
            }
        }
        close();
        resident = new Resident(commandLine, directory);
        return resident.begin(folder);
    }

    /** Ends the process, if there is one. */
    @Override
    public synchronized void close() {
        if (resident != null) {
            resident.end();
            resident = null;
        }
    }

    /** The process. Threads of its own read what it writes, for a full pipe would stop it. */
    private static final class Resident {
        private final Process process;
        private final Path directory;
        private final BufferedWriter requests;
        private @Nullable PreparerJob job;

        /** Whether it has said its last word; the system may take it for alive, and take requests for it, a little longer. */
        private boolean gone;

        Resident(PreparerCommandLine commandLine, Path directory) throws IOException {
            this.directory = directory;
            process = Preparation.process(commandLine.staying(), directory).start();
            requests = process.outputWriter(StandardCharsets.UTF_8);
            BufferedReader messages = process.inputReader(StandardCharsets.UTF_8);
            BufferedReader console = process.errorReader(StandardCharsets.UTF_8);
            Thread.ofVirtual().name("resident preparer's messages").start(() -> listen(messages));
            Thread.ofVirtual().name("resident preparer's console").start(() -> read(console, Preparation::jvmSaid));
        }

        synchronized Process begin(Path folder) throws IOException {
            if (gone) {
                throw new IOException("it has ended");
            }
            PreparerJob begun = new PreparerJob(process);
            job = begun;
            requests.write(folder + "\n");
            requests.flush();
            return begun;
        }

        /** Whether it can be given work; not when it is at work still, for then it was killed and is about to end. */
        synchronized boolean isFree() {
            return job == null && !gone && process.isAlive();
        }

        void end() {
            process.destroyForcibly();
            try {
                requests.close();
            } catch (IOException e) {
                log.debug("the preparer was ended: {}", e.getMessage()); // what it was not told yet is not wanted
            }
        }

        private void listen(BufferedReader messages) {
            read(messages, this::said);
            lastWordSaid();
        }

        private synchronized void lastWordSaid() {
            gone = true;
            said(new PreparerMessage(PreparerMessage.Kind.END, "134").toLine());
        }

        /** To the end, which may come from our side. */
        private static void read(BufferedReader reader, Consumer<String> line) {
            try {
                reader.lines().forEach(line);
            } catch (UncheckedIOException e) {
                log.debug("the preparer was ended: {}", e.getMessage());
            }
        }

        private synchronized void said(String line) {
            if (job == null) {
                return;
            }
            OptionalInt exitCode =
                    PreparerMessage.parse(line).map(PreparerMessage::exitCode).orElse(OptionalInt.empty());
            if (exitCode.isPresent()) {
                job.ended(exitCode.getAsInt());
                job = null;
            } else {
                job.said(line);
            }
        }
    }
}
