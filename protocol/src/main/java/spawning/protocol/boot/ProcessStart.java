// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** When this process was started, by the kernel's word: exact to a few hundredths of a second, as proc(5) has it. */
public final class ProcessStart {
    /** A tick is a hundredth of a second on every machine that Linux shows to programs (USER_HZ, time(7)). */
    private static final long TICK_NANOS = 10_000_000;

    /** The field "starttime" of /proc/PID/stat, counted from the one after the name: 22 less 3. */
    private static final int START_TIME = 19;

    private ProcessStart() {}

    /** As {@link System#nanoTime}; now, where the kernel does not say. */
    public static long nanos() {
        long now = System.nanoTime();
        try {
            long age = age(Files.readString(Path.of("/proc/self/stat")), Files.readString(Path.of("/proc/uptime")));
            return now - age;
        } catch (IOException | RuntimeException e) {
            return now;
        }
    }

    /** Nanoseconds. The name of the program, in parentheses, may hold blanks and parentheses. */
    static long age(String stat, String uptime) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long started = Long.parseLong(fields[START_TIME]) * TICK_NANOS;
        String seconds = uptime.substring(0, uptime.indexOf(' '));
        return Math.round(Double.parseDouble(seconds) * 1e9) - started;
    }
}
