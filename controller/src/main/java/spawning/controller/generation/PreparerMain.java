// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The preparer's process: reads the request in the folder that is its one argument, makes the snapshot there, and
 * leaves with 0, or with 1 and the reason as its last line on stdout. Its stdin is a pipe on which nothing is ever sent:
 * the end of it means that the controller died, and the preparer goes at once.
 */
public final class PreparerMain {
    private PreparerMain() {}

    public static void main(String[] args) {
        Thread.ofPlatform().daemon().name("lifeline").start(PreparerMain::leaveWithController);
        System.exit(run(Path.of(args[0]), System.out, System.err));
    }

    /** The exit code. The runtime's own failures (no memory for a huge source file) are reasons like others. */
    static int run(Path folder, PrintStream messages, PrintStream console) {
        try (PrintWriter writer = new PrintWriter(console, true, StandardCharsets.UTF_8)) {
            PreparationRequest request = PreparationRequest.read(folder);
            new Preparer(request, new Lines(messages), writer, InstantSource.system()).prepare();
            return 0;
        } catch (PreparationFailed e) {
            return failed(messages, e.reason());
        } catch (IOException e) {
            return failed(messages, reason(e));
        } catch (OutOfMemoryError | StackOverflowError e) {
            return failed(messages, "the compiler ran out of memory: " + e);
        }
    }

    private static int failed(PrintStream messages, String reason) {
        messages.println(new PreparerMessage(PreparerMessage.Kind.FAILED, reason).toLine());
        return 1;
    }

    /** What happened to which file; an IOException's own message is often the file's name and nothing else. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + " cannot be read: permission denied";
            case FileSystemLoopException loop -> loop.getFile() + " is a symbolic link to a folder that holds it";
            case FileSystemException file ->
                file.getFile() + ": "
                        + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }

    private static void leaveWithController() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent; if it were, it would mean nothing.
            }
        } catch (IOException e) {
            // As good as its end: nobody is at the other side.
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(1);
    }

    private record Lines(PrintStream messages) implements Preparer.Notes {
        @Override
        public void debug(String sentence) {
            messages.println(new PreparerMessage(PreparerMessage.Kind.DEBUG, sentence).toLine());
        }

        @Override
        public void warn(String sentence) {
            messages.println(new PreparerMessage(PreparerMessage.Kind.WARN, sentence).toLine());
        }
    }
}
