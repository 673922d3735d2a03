// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTest {
    private static final int SIG_DFL = 0;
    private static final int SIG_IGN = 1;
    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int RLIMIT_NOFILE = 7;
    private static final Path TRUE = Path.of("/bin/true");

    @TempDir
    Path folder;

    @Test
    void aChildHasNoDescriptorsButThoseGivenToIt() throws IOException {
        Child child = Child.run("(ls /proc/$$/fd >&4); :");
        assertThat(child.output().lines()).containsExactly("0", "1", "2", "3", "4");
        assertThat(child.reason()).isEqualTo(new ExitReason.Exited(0));
        assertThat(Child.run("readlink /proc/$$/fd/0 >&4; :").output()).isEqualTo("/dev/null\n");
    }

    @Test
    void aChildLeadsItsOwnSession() throws IOException {
        Child child = Child.run("cat /proc/$$/stat >&4; :");
        String[] stat = child.output().split(" ");
        assertThat(stat[4]).as("process group").isEqualTo("" + child.pid());
        assertThat(stat[5]).as("session").isEqualTo("" + child.pid());
    }

    @Test
    void aChildHasItsTitleAsItsFirstArgument() throws IOException {
        Child child = Child.run("cat /proc/$$/cmdline >&4; :");
        assertThat(child.output()).startsWith("spawning: worker 2 gen 7 (a.B)\0-c\0");
    }

    @Test
    void aChildStartsWithDefaultSignalsWhateverItsParentIgnoresAndBlocks() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(128, 8).fill((byte) 0xff);
            MemorySegment before = arena.allocate(128, 8);
            CFunction.callForAddress("signal", Signal.TTOU.number(), SIG_IGN);
            CFunction.callPlain("pthread_sigmask", SIG_BLOCK, all.address(), before.address());
            String status;
            try {
                status = Child.run("exec cat /proc/self/status >&4").output();
            } finally {
                CFunction.callPlain("pthread_sigmask", SIG_UNBLOCK, all.address(), 0);
                CFunction.callPlain("pthread_sigmask", SIG_BLOCK, before.address(), 0);
                CFunction.callForAddress("signal", Signal.TTOU.number(), SIG_DFL);
            }
            assertThat(signals(status, "SigBlk:")).isZero();
            assertThat(signals(status, "SigIgn:") & 0x7fff_ffffL).isZero(); // 32 and 33 are the C library's own
        }
    }

    private static long signals(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line ->
                        Long.parseUnsignedLong(line.substring(name.length()).strip(), 16))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aChildStartsInItsWorkingDirectoryWithOurEnvironment() throws IOException {
        String[] argv = {"sh", "-c", "pwd >&4; echo \"$PATH\" >&4"};
        assertThat(Child.run(argv, Optional.of(folder)).output().lines())
                .containsExactly(folder.toRealPath().toString(), System.getenv("PATH"));
    }

    @Test
    void exitCodesAndSignalsAreTold() throws IOException {
        assertThat(Child.run("exit 17").reason()).hasToString("exit code 17");
        ExitReason killed = Child.run("kill -9 $$").reason();
        assertThat(killed).hasToString("signal 9 (KILL)");
        assertThat(killed.exitCode()).isEqualTo(137);
        assertThat(Child.run("ulimit -c 0; kill -SEGV $$").reason()).hasToString("signal 11 (SEGV)");
        assertThat(new ExitReason.Signalled(6, true)).hasToString("signal 6 (ABRT) (core dumped)");
    }

    @Test
    void aSignalReachesTheProcessAndOneThatHasEndedIsNoFault() throws IOException {
        try (ChildProcess child = new Spawn(
                        Path.of("/bin/sleep"), List.of("sleep", "60"), List.of(), Optional.empty(), Map.of())
                .start()) {
            assertThat(child.reap()).isEmpty();
            child.kill(Signal.TERM);
            assertThat(Child.reap(child)).hasToString("signal 15 (TERM)");
            child.kill(Signal.TERM);
            assertThat(child.reap()).get().isInstanceOf(ExitReason.Unknown.class);
        }
    }

    @Test
    void aThousandChildrenLeaveNoDescriptor() throws IOException {
        Child.run(":");
        Set<String> before = OpenDescriptors.now();
        for (int i = 0; i < 1000; i++) {
            try (Posix.Pipe pipe = Posix.pipe2();
                    ChildProcess child = new Spawn(
                                    TRUE,
                                    List.of("true"),
                                    List.of(pipe.read(), pipe.write()),
                                    Optional.empty(),
                                    Map.of())
                            .start()) {
                assertThat(Child.reap(child)).isEqualTo(new ExitReason.Exited(0));
            }
        }
        assertThat(OpenDescriptors.now()).isEqualTo(before);
    }

    @Test
    void whatCannotBeStartedIsToldAndLeavesNothing() throws IOException {
        Set<String> before = OpenDescriptors.now();
        Set<Long> children = children();
        Path absent = folder.resolve("absent");
        refused(
                new Spawn(absent, List.of("x"), List.of(), Optional.empty(), Map.of()),
                Errno.ENOENT,
                absent.toString());
        refused(new Spawn(TRUE, List.of("x"), List.of(), Optional.of(absent), Map.of()), Errno.ENOENT, "ENOENT");
        refused(
                new Spawn(TRUE, List.of("x", "y".repeat(200_000)), List.of(), Optional.empty(), Map.of()),
                Errno.E2BIG,
                "E2BIG (Argument list too long)");
        assertThat(OpenDescriptors.now()).isEqualTo(before);
        assertThat(children()).as("no process, no zombie").isEqualTo(children);
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static void refused(Spawn spawn, int errno, String text) {
        assertThatThrownBy(spawn::start)
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno))
                .hasMessageContaining(text);
    }

    @Test
    void withoutDescriptorsNothingIsHalfMade() throws IOException {
        Set<String> before = OpenDescriptors.now();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usual = arena.allocate(16, 8);
            CFunction.call("prlimit64", 0, RLIMIT_NOFILE, 0, usual.address());
            MemorySegment low = arena.allocate(16, 8).copyFrom(usual);
            low.set(ValueLayout.JAVA_LONG, 0, Posix.LOWEST_OWN + 1);
            CFunction.call("prlimit64", 0, RLIMIT_NOFILE, low.address(), 0);
            try {
                assertThatThrownBy(Posix::pipe2).hasMessageContaining("EMFILE");
            } finally {
                CFunction.call("prlimit64", 0, RLIMIT_NOFILE, usual.address(), 0);
            }
        }
        assertThat(OpenDescriptors.now()).isEqualTo(before);
    }

    @Test
    void onlyDescriptorsThatCannotCollideAreHandedDown() {
        assertThatThrownBy(() -> new Spawn(TRUE, List.of("true"), List.of(new Fd(5)), Optional.empty(), Map.of()))
                .hasMessageContaining("fd 5");
        List<Fd> tooMany = Collections.nCopies(62, new Fd(100));
        assertThatThrownBy(() -> new Spawn(TRUE, List.of("true"), tooMany, Optional.empty(), Map.of()))
                .hasMessageContaining("at most 61");
        assertThat(Stream.of(Signal.values()).map(Signal::number).toList())
                .isEqualTo(Stream.iterate(1, n -> n + 1).limit(31).toList());
    }
}
