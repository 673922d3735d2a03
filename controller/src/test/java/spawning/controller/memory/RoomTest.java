// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
    @TempDir
    private Path base;

    private void write(String file, String text) throws IOException {
        Path path = base.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private long room() {
        return new Room(base.resolve("proc"), base.resolve("groups")).bytes();
    }

    private void v2(String group, String max, long current, long droppable) throws IOException {
        write("groups/" + group + "/memory.max", max + "\n");
        write("groups/" + group + "/memory.current", current + "\n");
        write("groups/" + group + "/memory.stat", "anon 1\ninactive_file " + droppable + "\n");
    }

    @Test
    void theTightestOfNestedGroupsCounts() throws IOException {
        write("proc/self/cgroup", "0::/a/b\n");
        v2("a/b", "1000", 100, 0);
        v2("a", "500", 300, 0);
        assertThat(room()).isEqualTo(200);
    }

    @Test
    void whatTheKernelCanDropIsFree() throws IOException {
        write("proc/self/cgroup", "0::/a\n");
        v2("a", "1000", 900, 250);
        assertThat(room()).isEqualTo(350);
    }

    @Test
    void maxIsNoLimitAndTheGroupAboveCounts() throws IOException {
        write("proc/self/cgroup", "0::/a/b\n");
        v2("a/b", "max", 100, 0);
        v2("a", "500", 100, 0);
        assertThat(room()).isEqualTo(400);
    }

    /** The kernel slows processes down beyond memory.high, but kills none (control groups, version 2). */
    @Test
    void whatOnlySlowsDownIsNoLimit() throws IOException {
        write("proc/self/cgroup", "0::/a\n");
        v2("a", "1000", 500, 0);
        write("groups/a/memory.high", "510\n");
        assertThat(room()).isEqualTo(500);
    }

    @Test
    void aGroupThatIsOverItsLimitHasNoRoom() throws IOException {
        write("proc/self/cgroup", "0::/a\n");
        v2("a", "1000", 1200, 0);
        assertThat(room()).isZero();
    }

    @Test
    void groupsOfTheFirstVersionCount() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/a/b\n0::/\n");
        write("groups/memory/a/b/memory.limit_in_bytes", "9223372036854771712\n"); // what it says without a limit
        write("groups/memory/a/b/memory.usage_in_bytes", "100\n");
        write("groups/memory/a/memory.limit_in_bytes", "1000\n");
        write("groups/memory/a/memory.usage_in_bytes", "600\n");
        write("groups/memory/a/memory.stat", "inactive_file 1\ntotal_inactive_file 50\n");
        assertThat(room()).isEqualTo(450);
    }

    @Test
    void inAContainerWhosePathIsThatOfTheHostTheRootCounts() throws IOException {
        write("proc/self/cgroup", "0::/docker/0815\n");
        v2("", "1000", 300, 0);
        assertThat(room()).isEqualTo(700);
    }

    /** So the kernel shows a group outside of the namespace (cgroup_namespaces(7)). */
    @Test
    void aPathThatLeadsOutOfTheTreeIsNotFollowed() throws IOException {
        write("proc/self/cgroup", "0::/../..\n");
        v2("", "1000", 300, 0);
        assertThat(room()).isEqualTo(700);
    }

    @Test
    void theMachineCountsWhenItHasLess() throws IOException {
        write("proc/self/cgroup", "0::/a\n");
        v2("a", "1000000", 0, 0);
        write("proc/meminfo", "MemTotal: 9 kB\nMemAvailable:   8 kB\n");
        assertThat(room()).isEqualTo(8192);
    }

    @Test
    void whatCannotBeReadIsNoLimit() throws IOException {
        assertThat(room()).isEqualTo(Long.MAX_VALUE);
        write("proc/self/cgroup", "nonsense\n0::/a\n");
        write("groups/a/memory.max", "many\n");
        assertThat(room()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void thisMachineHasSome() {
        assertThat(new Room(Path.of("/proc"), Path.of("/sys/fs/cgroup")).bytes())
                .isBetween(1L << 20, 1L << 50);
    }
}
