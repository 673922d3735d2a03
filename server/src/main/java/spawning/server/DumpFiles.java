// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what goes on in this JVM to files. Loads classes that a worker otherwise does without. */
final class DumpFiles {
    private static final Logger log = LoggerFactory.getLogger(DumpFiles.class);

    private final ThreadDump threads;
    private final Path folder;

    /** @param folder exists */
    DumpFiles(ThreadDump threads, Path folder) {
        this.threads = threads;
        this.folder = folder;
    }

    /** Stacks first, for they matter most and cost least. What fails is logged, and the rest goes on. */
    void write(boolean recording, boolean heap) {
        attempt(
                "the stacks",
                () -> Files.writeString(folder.resolve("threads.txt"), threads.text("asked by the controller") + "\n"));
        attempt(
                "the virtual threads",
                () -> management()
                        .dumpThreads(
                                folder.resolve("threads-with-virtual.txt").toString(), ThreadDumpFormat.TEXT_PLAIN));
        if (recording) {
            attempt("the flight recording", this::writeRecording);
        }
        if (heap) {
            attempt(
                    "the heap",
                    () -> management().dumpHeap(folder.resolve("heap.hprof").toString(), true));
        }
    }

    private void writeRecording() throws IOException {
        try (Recording snapshot = FlightRecorder.getFlightRecorder().takeSnapshot()) {
            snapshot.dump(folder.resolve("recording.jfr"));
        }
    }

    private static HotSpotDiagnosticMXBean management() {
        return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException | Error e) {
            log.warn("{} could not be written to {}: {}", what, folder, e.toString());
        }
    }
}
