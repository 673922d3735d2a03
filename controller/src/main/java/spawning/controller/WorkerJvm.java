// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import spawning.controller.evidence.EvidenceKind;

/** The options every worker JVM is started with. What the user gives with {@code -J} comes after them, so it wins. */
final class WorkerJvm {
    private static final List<String> OWN = List.of(
            // stdout belongs to the access log
            "-Xlog:disable",
            "-Xlog:all=warning:stderr:uptime,level,tags",
            "-XX:+DisplayVMOutputToStderr",
            // the file in /tmp would stay behind after a kill; jcmd works without
            "-XX:-UsePerfData",
            // a full collection gives back all that it can, and not a tenth: the worker's IdleTrim has one made
            "-XX:-ShrinkHeapInSteps",
            // class data is mapped where it was made for, and so shared by all workers: docs/decisions/0010
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            // Netty loads its native library
            "--enable-native-access=ALL-UNNAMED",
            // Netty is faster, and boots faster, with Unsafe than without; the properties are relocated like its
            // packages
            "--sun-misc-unsafe-memory-access=allow",
            "-Dspawning.bundled.io.netty.noUnsafe=false",
            // its sampling for buffers that nobody released costs a stack trace each time; -J can switch it on again
            "-Dspawning.bundled.io.netty.leakDetection.level=disabled",
            "-Dspawning.bundled.io.netty.jfr.enabled=false");

    /** What the class GreenThreads of the worker needs. */
    static final List<String> GREEN_THREADS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");

    /** What the class AdoptedChannel of the worker needs. */
    static final List<String> WEB = List.of("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

    private WorkerJvm() {}

    /**
     * Where native libraries are looked for: Netty's, which the build unpacks, beside the worker's jars, and any others
     * where a JVM looks by itself. Netty would unpack its own at the boot of each worker, into the folder of temporary files.
     *
     * @param worker the folder of the worker's jars
     * @param environment of the worker beside the controller's own, from which the JVM's own path comes
     */
    static String libraryPath(Path worker, Map<String, String> environment) {
        String given = environment.getOrDefault("LD_LIBRARY_PATH", "");
        return "-Djava.library.path=" + worker + ":" + (given.isEmpty() ? "" : given + ":")
                + System.getProperty("java.library.path", "");
    }

    /**
     * The agent that counts which code runs. It writes nothing itself, for the worker does. Of the class path that a
     * worker shares with its application, our own classes are left out by their names; where the application has a class
     * loader of its own, everything else is.
     *
     * @param folder of the agent
     * @param web whether the application has a class loader of its own
     */
    static String coverage(Path folder, boolean web) {
        return "-javaagent:" + folder.resolve("jacocoagent.jar") + "=output=none,"
                + (web
                        ? "exclclassloader=jdk.internal.loader.ClassLoaders$AppClassLoader"
                        : "excludes=spawning.server.*:spawning.bundled.*:spawning.protocol.*:spawning.wsgi.*");
    }

    /**
     * All options of a worker.
     *
     * @param kind what only this kind of worker needs
     * @param reckoned heap, collector and threads
     * @param folder of the generation, where the JVM writes when it crashes
     * @param evidence how much is collected of a worker that ends badly
     * @param debugPort where a debugger may attach, from this machine only; the JVM goes on without waiting for one
     */
    static List<String> options(
            List<String> kind,
            List<String> reckoned,
            List<String> users,
            Path folder,
            EvidenceKind evidence,
            OptionalInt debugPort) {
        List<String> options = new ArrayList<>(OWN);
        options.addAll(kind);
        options.addAll(reckoned);
        options.addAll(evidence(folder, evidence));
        String pid = Long.toString(ProcessHandle.current().pid());
        users.forEach(option -> options.add(option.replace("{pid}", pid)));
        // quiet: its greeting would go to stdout
        debugPort.ifPresent(port -> options.add(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port + ",quiet=y"));
        return options;
    }

    /**
     * What the JVM does when it comes to a bad end. An OutOfMemoryError, also one that the application swallows, leaves a
     * mark and asks the worker to retire: the option's commands are run by a shell, one after another.
     */
    private static List<String> evidence(Path folder, EvidenceKind kind) {
        List<String> options = new ArrayList<>(List.of(
                "-XX:ErrorFile=" + folder.resolve("hs_err-%p.log"),
                "-XX:OnOutOfMemoryError=touch '" + folder.resolve("oom-%p") + "'; kill -TERM %p"));
        if (kind.compareTo(EvidenceKind.JFR) >= 0) {
            options.addAll(recording(folder));
        }
        if (kind == EvidenceKind.HEAP) {
            options.add("-XX:+HeapDumpOnOutOfMemoryError");
            options.add("-XX:HeapDumpPath=" + folder);
        }
        return options;
    }

    /**
     * The parts of a recording are in a folder of each process, where they outlive it; what the JVM itself writes at a crash,
     * dumppath, beside them. Without the events that hold environment variables and command lines, for these hold secrets.
     */
    private static List<String> recording(Path folder) {
        return List.of(
                "-Xlog:jfr+startup=error:stderr:uptime,level,tags", // its greeting would go to stdout
                "-XX:StartFlightRecording=settings=default,maxsize=32m,jdk.InitialEnvironmentVariable#enabled=false"
                        + ",jdk.InitialSystemProperty#enabled=false,jdk.JVMInformation#enabled=false"
                        + ",jdk.SystemProcess#enabled=false,jdk.ProcessStart#enabled=false",
                "-XX:FlightRecorderOptions=repository=" + folder.resolve("jfr") + ",dumppath=" + folder);
    }
}
