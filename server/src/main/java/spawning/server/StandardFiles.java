// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Leads descriptors 1 and 2 to files of the same names as before, after those were renamed, for all that writes there: the
 * log, the application, the JVM itself. By the foreign function interface, whose first use takes a tenth of a second: not
 * at boot.
 */
@SuppressWarnings("restricted")
final class StandardFiles {
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0x40;
    private static final int O_APPEND = 0x400;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MODE = 0666;

    private final MethodHandle open;
    private final MethodHandle dup2;
    private final MethodHandle close;

    private StandardFiles() {
        Linker linker = Linker.nativeLinker();
        open = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        dup2 = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup2"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        close = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /**
     * Opens those that have a name, and makes them where they are not there.
     *
     * @param stdout absolute; empty: it is no file of ours
     * @param stderr likewise
     * @return what went wrong; empty if nothing did. What cannot be opened stays as it was
     */
    static String reopen(String stdout, String stderr) {
        if (stdout.isEmpty() && stderr.isEmpty()) {
            return "";
        }
        try {
            StandardFiles files = new StandardFiles();
            return files.lead(1, stdout) + files.lead(2, stderr);
        } catch (Throwable e) {
            return "stdout and stderr cannot be opened again: " + e + " ";
        }
    }

    private String lead(int number, String path) throws Throwable {
        if (path.isEmpty()) {
            return "";
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            int file = (int) open.invokeExact(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, MODE);
            if (file < 0) {
                return path + " cannot be opened again ";
            }
            int led = (int) dup2.invokeExact(file, number);
            int closed = (int) close.invokeExact(file);
            if (led < 0 || closed < 0) {
                throw new IOException("descriptor " + number + " cannot be led to " + path);
            }
            return "";
        }
    }
}
