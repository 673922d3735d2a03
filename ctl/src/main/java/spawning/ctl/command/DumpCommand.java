// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.ctl.connect.Plain;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl dump}. */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what the threads of a worker do. With --heap or --jfr a file is written, and its path printed.",
            "Of a worker that does not answer, what the kernel knows of its threads is printed, and the exit code is 1."
        },
        footer = {"", Asking.EXIT_CODES})
public final class DumpCommand extends Asking {
    @Parameters(paramLabel = "SLOT", description = "Of which worker; status shows the slots.")
    private int slot;

    @ArgGroup
    private @Nullable Kind kind;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to; otherwise stdout, or the folder of --evidence-dir.")
    private @Nullable Path output;

    /** What, if not the threads. */
    private static final class Kind {
        @Option(names = "--heap", description = "A heap dump, which holds all secrets; the worker stands still for it.")
        boolean heap;

        @Option(
                names = "--jfr",
                paramLabel = "TIME",
                converter = TimeText.class,
                description = "A flight recording of this length, such as 30s.")
        @Nullable
        Duration recording;
    }

    @Override
    Outcome run(ControlClient client) throws Failure {
        Duration recording = kind == null || kind.recording == null ? Duration.ZERO : kind.recording;
        if (kind != null && !kind.heap && recording.isZero()) {
            throw new Failure(Outcome.USAGE, "a recording of no time records nothing; give such as --jfr 30s");
        }
        ControlRequest request = ControlRequest.of("dump")
                .with("slot", Integer.toString(slot))
                .with("heap", Boolean.toString(kind != null && kind.heap))
                .with("recording-ms", Long.toString(recording.toMillis()));
        StringBuilder threads = new StringBuilder();
        StringBuilder files = new StringBuilder();
        boolean quick = kind == null;
        Outcome outcome = ask(client, request, quick ? SOON : Duration.ZERO, data -> {
            switch (data.kind()) {
                case "threads" -> threads.append(data.text());
                case "file" -> files.append(data.text());
                default -> {}
            }
        });
        show(threads.toString(), files.toString().lines().map(Path::of).toList(), quick);
        return outcome;
    }

    /** A file of the caller's is only touched by what was asked for: not by nothing, nor by threads in place of a heap. */
    private void show(String threads, List<Path> files, boolean threadsWanted) throws Failure {
        try {
            if (output != null && !files.isEmpty()) {
                Files.copy(files.getFirst(), output, StandardCopyOption.REPLACE_EXISTING);
                out().println(output);
            } else if (output != null && threadsWanted && !threads.isEmpty()) {
                Files.writeString(output, threads);
            } else {
                out().print(Plain.lines(threads));
            }
        } catch (IOException e) {
            throw new Failure(Outcome.REFUSED, "the file " + output + " cannot be written: " + e);
        }
    }
}
