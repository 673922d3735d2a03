// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.screen;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The terminal while a program has all of it: the alternate screen, keys without Return. Given back when it is closed, or when
 * the JVM ends by a signal. stty(1) does what Java cannot.
 */
public final class Terminal implements AutoCloseable {
    private static final File TTY = new File("/dev/tty");
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;
    private static final int END = -1;

    private final PrintWriter out;
    private final String before;
    private final AtomicBoolean given = new AtomicBoolean();
    private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();

    private record Size(int rows, int columns) {}

    private Terminal(PrintWriter out, String before) {
        this.out = out;
        this.before = before;
    }

    /** Whether there is one, to be read from and written to. */
    public static boolean isThere() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** Takes it. */
    public static Terminal take(PrintWriter out) {
        Terminal terminal = new Terminal(out, stty("-g"));
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::close));
        stty("-icanon", "-echo");
        out.print(ENTER);
        out.flush();
        Thread.ofPlatform().name("keys").daemon().start(terminal::readKeys);
        return terminal;
    }

    private void readKeys() {
        try {
            int key;
            do {
                key = System.in.read();
                keys.add(key);
            } while (key != END);
        } catch (IOException e) {
            keys.add(END);
        }
    }

    /** Shows lines, cut to the size of the terminal as it is now. */
    public void show(List<String> lines) {
        Size size = size();
        StringBuilder screen = new StringBuilder("\u001b[H");
        for (int i = 0; i < Math.min(lines.size(), size.rows()); i++) {
            String line = lines.get(i);
            screen.append(i == 0 ? "" : "\r\n")
                    .append(line, 0, Math.min(line.length(), size.columns()))
                    .append("\u001b[K");
        }
        out.print(screen.append("\u001b[J"));
        out.flush();
    }

    /** Waits for the key that ends it. */
    public boolean quitWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            for (Integer key = keys.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
                    key != null;
                    key = keys.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                if (key == 'q' || key == 'Q' || key == END) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            return true; // it ends
        }
    }

    private static Size size() {
        String[] words = stty("size").split(" ", -1);
        if (words.length == 2 && words[0].matches("[1-9]\\d{0,4}") && words[1].matches("[1-9]\\d{0,4}")) {
            return new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        }
        return new Size(ROWS, COLUMNS);
    }

    private static String stty(String... words) {
        try {
            List<String> command = new ArrayList<>(List.of("stty"));
            command.addAll(List.of(words));
            Process process = new ProcessBuilder(command)
                    .redirectInput(TTY)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return ""; // then it stays as it is
        }
    }

    /** Gives it back as it was. */
    @Override
    public void close() {
        if (!given.getAndSet(true)) {
            out.print(LEAVE);
            out.flush();
            if (!before.isEmpty()) {
                stty(before);
            }
        }
    }
}
