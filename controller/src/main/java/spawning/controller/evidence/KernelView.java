// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel knows of the threads of a process that does not answer (proc(5)): name, state, what it waits for in the
 * kernel, and its CPU time.
 */
final class KernelView {
    /** Fields of stat behind the name: proc_pid_stat(5) numbers them from 1, the state is 3. */
    private static final int STATE = 3;

    private static final int USER_TICKS = 14;
    private static final int SYSTEM_TICKS = 15;

    private KernelView() {}

    /** A line a thread; of a process that ended, a line that says so. */
    static String of(Path proc, int pid) {
        StringBuilder text =
                new StringBuilder("thread   state  user+system ticks  name, where it waits in the kernel\n");
        try (Stream<Path> tasks = Files.list(proc.resolve(pid + "/task"))) {
            for (Path task : tasks.sorted().toList()) {
                append(text, task);
            }
        } catch (IOException | UncheckedIOException e) {
            text.append("the process has ended, or may not be looked at: ")
                    .append(e)
                    .append('\n');
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Path task) {
        try {
            String stat = read(task.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            text.append(task.getFileName()).append("  ").append(fields.get(0)).append("  ");
            text.append(fields.get(USER_TICKS - STATE)).append('+').append(fields.get(SYSTEM_TICKS - STATE));
            text.append("  ").append(name).append("  ").append(waitsIn(task)).append('\n');
        } catch (IOException e) {
            text.append(task.getFileName()).append("  has ended\n");
        } catch (RuntimeException e) {
            text.append(task.getFileName()).append("  is shown in a way that is not understood\n");
        }
    }

    /** 0 while it waits for nothing, and where the kernel does not tell. */
    private static String waitsIn(Path task) {
        try {
            return read(task.resolve("wchan"));
        } catch (IOException e) {
            return "?";
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    }
}
