// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelViewTest {
    private static final String TAIL = " 1 1 1 0 -1 4194304 1 2 3 4 150 25 0 0 20 0 9";

    @TempDir
    private Path proc;

    private void task(String id, String stat) throws IOException {
        Path task = Files.createDirectories(proc.resolve("7/task/" + id));
        Files.writeString(task.resolve("stat"), stat);
    }

    @Test
    void aThreadIsShownWithStateTimesNameAndWhereItWaits() throws IOException {
        task("8", "8 (odd) name) S" + TAIL);
        Files.writeString(proc.resolve("7/task/8/wchan"), "futex_wait");
        assertThat(KernelView.of(proc, 7)).endsWith("8  S  150+25  odd) name  futex_wait\n");
    }

    @Test
    void whatTheKernelKeepsToItselfIsLeftOut() throws IOException {
        task("8", "8 (x) R" + TAIL);
        assertThat(KernelView.of(proc, 7)).endsWith("8  R  150+25  x  ?\n");
    }

    @Test
    void threadsThatEndOrAreOddDoNotHideTheOthers() throws IOException {
        Files.createDirectories(proc.resolve("7/task/1"));
        task("2", "nonsense");
        task("3", "3 (x) R" + TAIL);
        assertThat(KernelView.of(proc, 7))
                .contains("1  has ended\n", "2  is shown in a way that is not understood\n", "3  R  ");
    }

    @Test
    void ofAProcessThatHasEndedThatIsSaid() {
        assertThat(KernelView.of(proc, 7)).contains("the process has ended, or may not be looked at");
    }

    @Test
    void theThreadsOfARealProcessAreShown() {
        int own = (int) ProcessHandle.current().pid();
        assertThat(KernelView.of(Path.of("/proc"), own).lines().count()).isGreaterThan(5);
    }
}
