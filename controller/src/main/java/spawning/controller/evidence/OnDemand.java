// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Has a worker that serves on write down what it does. Blocks. */
record OnDemand(Store store, Masking masking) {
    private static final Path PROC = Path.of("/proc");
    private static final String THREADS = "threads.txt";

    /** Blocks as the demand says. @throws IOException there is no room for it */
    Taken take(Subject subject, Patient patient, Demand demand) throws IOException, InterruptedException {
        Path folder = store.open(Instant.now(), subject.slot(), subject.pid());
        try {
            String lack = ask(subject, patient, demand, folder);
            String kernel = KernelView.of(PROC, subject.pid());
            Files.writeString(folder.resolve("threads-kernel.txt"), kernel);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".txt")).toList()) {
                    masking.file(file);
                }
            }
            Path threads = folder.resolve(THREADS);
            return new Taken(
                    Files.exists(threads) ? Files.readString(threads) : masking.text(kernel),
                    large(folder),
                    folder,
                    lack);
        } finally {
            store.close(folder);
        }
    }

    private static String ask(Subject subject, Patient patient, Demand demand, Path folder)
            throws InterruptedException {
        if (!subject.process().send(demand.order(folder))) {
            return "it does not read what it is told";
        }
        return switch (patient.awaitDump(demand.limit())) {
            case WRITTEN -> "";
            case ENDED -> "it ended meanwhile";
            case LATE -> "it did not answer within " + demand.limit().toSeconds() + " s";
        };
    }

    private static List<Path> large(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> !path.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }
}
