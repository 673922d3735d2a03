// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what goes on in this JVM to files. Loads classes that a worker otherwise does without. */
final class DumpFiles {
    private static final Logger log = LoggerFactory.getLogger(DumpFiles.class);

    private static final String RECORDING = "recording.jfr";
    private static final List<String> SECRET_EVENTS = List.of(
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.JVMInformation",
            "jdk.SystemProcess",
            "jdk.ProcessStart");

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

    /** Writes what happens from now on; blocks for as long. Without the events that hold environment and command lines. */
    void record(Duration length) {
        attempt("the flight recording", () -> {
            try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
                SECRET_EVENTS.forEach(recording::disable);
                recording.start();
                Thread.sleep(length);
                recording.dump(folder.resolve(RECORDING));
            } catch (ParseException e) {
                throw new IOException("this JVM has no settings for a recording", e);
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        });
    }

    private void writeRecording() throws IOException {
        try (Recording snapshot = FlightRecorder.getFlightRecorder().takeSnapshot()) {
            snapshot.dump(folder.resolve(RECORDING));
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
