// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The preparer's process: reads the request in the folder that is its one argument, makes the snapshot there, and
 * leaves with 0, or with 1 and the reason as its last line on stdout. With {@value #STAY} in place of a folder it stays,
 * its compiler warm, and does so for each folder that it reads from stdin, a line each. The end of stdin means that the
 * controller died, and the preparer goes at once.
 */
public final class PreparerMain {
    /** The argument of a preparer that stays. */
    static final String STAY = "--stay";

    private PreparerMain() {}

    public static void main(String[] args) throws InterruptedException {
        PrintStream messages = System.out;
        System.setOut(System.err); // what annotation processors print is none of our messages
        BlockingQueue<Path> requests = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("lifeline").start(() -> listen(requests));
        if (!args[0].equals(STAY)) {
            System.exit(run(Path.of(args[0]), messages));
        }
        while (true) {
            int exitCode = run(requests.take(), messages);
            say(messages, PreparerMessage.Kind.END, Integer.toString(exitCode));
            System.gc(); // what a compiler leaves behind is not needed while people think
        }
    }

    /** The exit code. The runtime's own failures (no memory for a huge source file) are reasons like others. */
    static int run(Path folder, PrintStream messages) {
        try (PrintWriter console = new PrintWriter(new Console(messages), true)) {
            PreparationRequest request = PreparationRequest.read(folder);
            new Preparer(request, new Lines(messages), console, InstantSource.system()).prepare();
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
        say(messages, PreparerMessage.Kind.FAILED, reason);
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

    private static void say(PrintStream messages, PreparerMessage.Kind kind, String sentence) {
        messages.println(new PreparerMessage(kind, sentence).toLine());
    }

    private static void listen(BlockingQueue<Path> requests) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                requests.add(Path.of(line));
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
            say(messages, PreparerMessage.Kind.DEBUG, sentence);
        }

        @Override
        public void warn(String sentence) {
            say(messages, PreparerMessage.Kind.WARN, sentence);
        }
    }

    /** Each line that is written to it is a message. */
    private static final class Console extends StringWriter {
        private final PrintStream messages;

        Console(PrintStream messages) {
            this.messages = messages;
        }

        @Override
        public void flush() {
            toString().lines().forEach(line -> say(messages, PreparerMessage.Kind.CONSOLE, line));
            getBuffer().setLength(0);
        }

        @Override
        public void close() {
            flush();
        }
    }
}
