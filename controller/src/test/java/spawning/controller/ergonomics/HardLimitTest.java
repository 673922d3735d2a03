// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardLimitTest {
    private static final long GIGA = 1L << 30;

    @TempDir
    Path root;

    @BeforeEach
    void aMachineOfFourGigabytes() throws IOException {
        write("proc/meminfo", "MemFree:  100 kB\nMemTotal:        4194304 kB\nMemAvailable: 5 kB\n");
    }

    @Test
    void withoutAControlGroupTheMachineIsTheLimit() {
        assertThat(read())
                .isEqualTo(new Memory(4 * GIGA, root.resolve("proc/meminfo").toString()));
    }

    @Test
    void theLeastLimitFromTheGroupUpwardsCounts() throws IOException {
        write("proc/self/cgroup", "0::/a/b/c\n");
        write("groups/a/memory.max", "1073741824\n");
        write("groups/a/b/memory.max", "max\n");
        write("groups/a/b/c/memory.max", "2147483648\n");
        assertThat(read())
                .isEqualTo(new Memory(GIGA, root.resolve("groups/a/memory.max").toString()));
    }

    @Test
    void inAContainerThatDoesNotSeeItsPathTheRootCounts() throws IOException {
        write("proc/self/cgroup", "0::/docker/0123\n");
        write("groups/memory.max", "1073741824\n");
        assertThat(read().bytes()).isEqualTo(GIGA);
    }

    /** So the kernel shows a group outside of the namespace (cgroup_namespaces(7)). */
    @Test
    void aPathThatLeadsOutOfTheTreeIsNotFollowed() throws IOException {
        write("proc/self/cgroup", "0::/../..\n");
        write("groups/memory.max", "1073741824\n");
        assertThat(read().bytes()).isEqualTo(GIGA);
    }

    @Test
    void versionOneIsUnderstoodWithItsWayToSayNoLimit() throws IOException {
        write("proc/self/cgroup", "9:name=systemd:/\n4:memory:/jvm\n0::/\n");
        write("groups/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(read().bytes()).isEqualTo(4 * GIGA);
        write("groups/memory/jvm/memory.limit_in_bytes", "1073741824\n");
        assertThat(read().bytes()).isEqualTo(GIGA);
    }

    @Test
    void aGroupWithMoreThanTheMachineIsNoLimit() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("groups/memory.max", "8589934592\n");
        assertThat(read().bytes()).isEqualTo(4 * GIGA);
    }

    @Test
    void whatCannotBeUnderstoodIsNoLimit() throws IOException {
        write("proc/self/cgroup", "0::/a\nnonsense\n");
        write("groups/a/memory.max", "a lot\n");
        assertThat(read().bytes()).isEqualTo(4 * GIGA);
        write("proc/meminfo", "MemTotal: none kB\n");
        assertThat(read()).isEqualTo(Memory.UNKNOWN);
        Files.delete(root.resolve("proc/meminfo"));
        assertThat(read()).isEqualTo(Memory.UNKNOWN);
    }

    private Memory read() {
        return new HardLimit(root.resolve("proc"), root.resolve("groups")).read();
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), content);
    }
}
