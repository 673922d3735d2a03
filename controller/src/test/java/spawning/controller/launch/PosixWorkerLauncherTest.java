// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.listener.Bind;
import spawning.controller.listener.BoundListener;
import spawning.controller.listener.ListenerLease;
import spawning.controller.listener.Listeners;
import spawning.controller.posix.OpenDescriptors;
import spawning.controller.posix.Signal;
import spawning.controller.time.MonotonicClock;
import spawning.protocol.ControllerMessage;

/** A shell stands in for java: the first options of the JVM are the shell's script. */
@Timeout(60)
class PosixWorkerLauncherTest {
    private final Recorder recorder = new Recorder();
    private WorkerWatcher watcher;
    private PosixWorkerLauncher launcher;

    @TempDir
    Path folder;

    @BeforeEach
    void watch() throws IOException {
        watcher = WorkerWatcher.start(recorder);
        launcher = new PosixWorkerLauncher(watcher);
    }

    @AfterEach
    void stopWatching() {
        launcher.close();
        watcher.close();
    }

    private LaunchedWorker launch(long worker, String script, List<BoundListener> listeners) throws IOException {
        return launch(worker, Path.of("/bin/sh"), script, listeners);
    }

    private LaunchedWorker launch(long worker, Path java, String script, List<BoundListener> listeners)
            throws IOException {
        WorkerCommandLine line = new WorkerCommandLine(
                java,
                List.of("-c", script),
                List.of(),
                folder,
                7,
                2,
                "a.B",
                listeners.size(),
                Optional.of(folder),
                Map.of("GIVEN", "to the worker"),
                OptionalLong.empty());
        return launcher.launch(worker, line, listeners);
    }

    @Test
    void aWorkerHearsAndIsHeard() throws Exception {
        LaunchedWorker worker = launch(
                41,
                "echo ready >&4; read m <&3; [ \"$m\" = accept ] && echo retiring reason=told >&4; exit 3",
                List.of());
        assertThat(recorder.next()).isEqualTo("41 said ready");
        assertThat(worker.send(new ControllerMessage.Accept())).isTrue();
        assertThat(recorder.untilExit())
                .containsExactly("41 said retiring reason=told", "41 closed", "41 exited: exit code 3");
        assertThat(worker.send(new ControllerMessage.Accept())).isFalse();
        worker.kill(Signal.KILL);
        assertThat(recorder.isEmpty()).isTrue();
    }

    @Test
    void whatAWorkerWroteBeforeItWasKilledIsReportedBeforeItsEnd() throws Exception {
        for (int i = 0; i < 50; i++) {
            launch(i, "echo ready >&4; echo drained >&4; printf drai >&4; kill -9 $$", List.of());
            assertThat(recorder.untilExit())
                    .containsExactly(
                            i + " said ready", i + " said drained", i + " closed", i + " exited: signal 9 (KILL)");
        }
    }

    @Test
    void garbageOnTheLifelineIsIgnored() throws Exception {
        launch(3, "echo oh no >&4; echo ready >&4; echo; echo drained now >&4; echo drained >&4", List.of());
        assertThat(recorder.untilExit())
                .containsExactly("3 said ready", "3 said drained", "3 closed", "3 exited: exit code 0");
    }

    @Test
    void anEndIsSeenThoughAGrandchildHoldsTheLifeline() throws Exception {
        launch(1, "sleep 600 & echo retiring reason=$! >&4; exit 0", List.of());
        List<String> reports = recorder.untilExit();
        long grandchild = Long.parseLong(reports.getFirst().replaceAll(".*=", ""));
        assertThat(ProcessHandle.of(grandchild).orElseThrow().destroyForcibly()).isTrue();
        assertThat(reports).last().isEqualTo("1 exited: exit code 0");
        assertThat(reports).doesNotContain("1 closed");
    }

    @Test
    void aWorkerThatDoesNotReadIsSeenByItsFullPipe() throws Exception {
        LaunchedWorker worker = launch(5, "echo ready >&4; kill -STOP $$", List.of());
        assertThat(recorder.next()).isEqualTo("5 said ready");
        long taken = Stream.generate(() -> worker.send(new ControllerMessage.Dump("", false, false)))
                .takeWhile(sent -> sent)
                .count();
        assertThat(taken).isBetween(1000L, 100_000L);
        worker.kill(Signal.KILL);
        assertThat(recorder.untilExit()).last().isEqualTo("5 exited: signal 9 (KILL)");
    }

    @Test
    void aLifelineMayCloseLongBeforeTheEnd() throws Exception {
        LaunchedWorker worker = launch(6, "exec 3<&- 4>&-; exec sleep 600", List.of());
        assertThat(recorder.next()).isEqualTo("6 closed");
        assertThat(worker.send(new ControllerMessage.Dump("", false, false))).isFalse();
        worker.kill(Signal.TERM);
        assertThat(recorder.next()).isEqualTo("6 exited: signal 15 (TERM)");
    }

    @Test
    void listenersFollowTheLifelines() throws Exception {
        ListenerLease lease = new Listeners(16, MonotonicClock.SYSTEM, pause -> false)
                .open(List.of(Bind.parse("127.0.0.1:0"), Bind.parse("127.0.0.1:0"), Bind.parse("[::1]:0")));
        Set<String> before = OpenDescriptors.now();
        launch(7, "(ls /proc/$$/fd | while read n; do echo retiring reason=$n >&4; done); pwd >/dev/null", lease.all());
        assertThat(recorder.untilExit())
                .contains("7 said retiring reason=7", "7 said retiring reason=8")
                .doesNotContain("7 said retiring reason=9")
                .hasSize(11);
        assertThat(OpenDescriptors.now()).isEqualTo(before);
        lease.release();
    }

    @Test
    void aLaunchThatFailsLeavesNothingOpen() throws Exception {
        Set<String> before = OpenDescriptors.now();
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> launch(8, absent, "", List.of()))
                .hasMessageContaining(absent.toString())
                .hasMessageContaining("ENOENT");
        assertThat(OpenDescriptors.now()).isEqualTo(before);
        assertThat(recorder.isEmpty()).isTrue();
    }

    @Test
    void aLongCommandLineGoesThroughItsFile() throws Exception {
        launch(9, "x".repeat(150_000), List.of());
        assertThat(recorder.untilExit()).last().asString().startsWith("9 exited: exit code");
        assertThat(folder.resolve("worker-2.args")).isNotEmptyFile();
    }

    @Test
    void whatIsWatchedIsGivenUpWhenTheWatcherCloses() throws Exception {
        Set<String> before = OpenDescriptors.now();
        Recorder unheard = new Recorder();
        WorkerWatcher other = WorkerWatcher.start(unheard);
        WorkerCommandLine line = new WorkerCommandLine(
                Path.of("/bin/sh"),
                List.of("-c", "read m <&3"),
                List.of(),
                folder,
                1,
                1,
                "a",
                0,
                Optional.empty(),
                Map.of(),
                OptionalLong.empty());
        LaunchedWorker worker;
        try (PosixWorkerLauncher theirs = new PosixWorkerLauncher(other)) {
            worker = theirs.launch(1, line, List.of());
        }
        other.close();
        assertThat(OpenDescriptors.now()).isEqualTo(before);
        assertThat(worker.send(new ControllerMessage.Dump("", false, false))).isFalse();
        assertThat(unheard.isEmpty()).isTrue();
        ProcessHandle.of(worker.pid())
                .ifPresent(process ->
                        process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }
}
