// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code spawning-ctl} as operators run it: a process, its exit code and what it wrote. */
public final class Ctl {
    private static final Path PROGRAM =
            ProductBuilder.HOME.resolve("bin/spawning-ctl").toAbsolutePath().normalize();

    private final Process process;
    private final Path out;

    /** What came of it; stdout and stderr together. */
    public record Result(int code, String text) {}

    private Ctl(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** Runs it on this product to its end. */
    public static Result of(Product product, String... words) {
        return start(product, words).await();
    }

    /** Runs it to its end. */
    public static Result run(String... words) {
        return start(Launcher.directly(), List.of(words)).await();
    }

    /** Starts it on this product. */
    public static Ctl start(Product product, String... words) {
        return start(Launcher.directly(), words(product, words));
    }

    /** Starts it from somewhere. */
    public static Ctl start(Launcher from, Product product, String... words) {
        return start(from, words(product, words));
    }

    private static List<String> words(Product product, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--pid", Long.toString(product.controller().pid())));
        return all;
    }

    private static Ctl start(Launcher from, List<String> words) {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(words);
        try {
            Path out = Files.createTempFile("spawning-ctl", ".out");
            ProcessBuilder builder = new ProcessBuilder(from.command(command))
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            builder.environment().remove("SPAWNING_CONTROL");
            return new Ctl(builder.start(), out);
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command, e);
        }
    }

    /** Its process. */
    public Process process() {
        return process;
    }

    /** What it wrote so far. */
    public String text() {
        try {
            return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("cannot read what it wrote", e);
        }
    }

    /** Waits until it has written this. */
    public void await(String text) {
        Await.until("it writes " + text, Await.SOON, this::text, () -> text().contains(text));
    }

    /** Waits for its end. */
    public Result await() {
        try {
            if (!process.waitFor(Await.SOON.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("it did not end within " + Await.SOON + ": " + text());
            }
            Result result = new Result(process.exitValue(), text());
            Files.deleteIfExists(out);
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (IOException e) {
            throw new AssertionError("cannot remove " + out, e);
        }
    }
}
