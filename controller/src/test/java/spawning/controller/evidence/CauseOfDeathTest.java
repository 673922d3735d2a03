// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CauseOfDeathTest {
    private static final String KILLED = "worker 1 (pid 7, generation 1) ended: signal 9 (KILL)";

    @TempDir
    private Path proc;

    private final Subject subject = new Subject(1, 1, 1, new FakeWorker(7, message -> true), Path.of("/nowhere"));

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private CauseOfDeath cause() {
        return new CauseOfDeath(proc, new OomKills(proc, proc.resolve("groups")));
    }

    @Test
    void aKillWhileTheKernelKilledForMemoryIsSaidToBePerhapsThat() throws IOException {
        write("self/cgroup", "0::/shop\n");
        write("groups/shop/memory.events", "low 0\nmax 9\noom 4\noom_kill 3\noom_group_kill 0\n");
        CauseOfDeath cause = cause();
        write("groups/shop/memory.events", "oom_kill 4\n");
        assertThat(cause.remarks(subject, KILLED))
                .containsExactly("signal 9, not by the controller; perhaps by the kernel's out-of-memory killer:"
                        + " oom_kill of the control group's memory.events went up from 3 to 4");
        assertThat(cause.remarks(subject, KILLED).getFirst())
                .as("only once for each")
                .contains("not by the kernel's out-of-memory killer: oom_kill of", "is 4 as before");
    }

    @Test
    void controlGroupsOfTheFirstVersionAreReadToo() throws IOException {
        write("self/cgroup", "4:memory:/a/b\n1:cpu:/\n0::/\n");
        write("groups/memory/a/b/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        assertThat(new OomKills(proc, proc.resolve("groups")).count())
                .contains(new OomKills.Count("the control group's memory.oom_control", 1));
    }

    @Test
    void inAContainerWhosePathIsThatOfTheHostTheRootCounts() throws IOException {
        write("self/cgroup", "0::/docker/0815\n");
        write("groups/memory.events", "oom_kill 2\n");
        assertThat(new OomKills(proc, proc.resolve("groups")).count())
                .contains(new OomKills.Count("the control group's memory.events", 2));
    }

    @Test
    void withoutAControlGroupTheMachineCounts() throws IOException {
        write("vmstat", "nr_free_pages 1\noom_kill 5\n");
        assertThat(new OomKills(proc, proc.resolve("groups")).count())
                .contains(new OomKills.Count("the machine's vmstat", 5));
    }

    @Test
    void whereNothingCanBeReadThatIsSaid() {
        assertThat(cause().remarks(subject, KILLED))
                .containsExactly(
                        "signal 9, not by the controller; whether by the kernel's out-of-memory killer cannot be read");
    }

    @Test
    void whereACoreDumpIsIsSaid() throws IOException {
        write("sys/kernel/core_pattern", "/var/crash/core.%p\n");
        assertThat(cause().remarks(subject, "ended: signal 6 (ABRT) (core dumped)")
                        .getFirst())
                .contains("says: /var/crash/core.%p (");
        assertThat(cause().remarks(subject, "ended: exit code 3")).isEmpty();
    }
}
