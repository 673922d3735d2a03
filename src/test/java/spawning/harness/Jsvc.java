// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** jsvc of Apache Commons Daemon, built from its sources as Maven Central has them. */
public final class Jsvc {
    private static final Path FOLDER = Path.of(System.getProperty("spawning.jsvc", "target/jsvc"));
    private static final int BUILD_SECONDS = 120;

    private Jsvc() {}

    /** Whether it can be built here. */
    public static boolean canBeBuilt() {
        return List.of("gcc", "make", "tar").stream().allMatch(Jsvc::isOnPath);
    }

    private static boolean isOnPath(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The program, which is built if it is not there yet. */
    public static Path program() {
        Path built = FOLDER.resolve("built/unix/jsvc").toAbsolutePath();
        if (!Files.isExecutable(built)) {
            build();
        }
        return built;
    }

    private static void build() {
        String script = "mkdir -p built && tar -xzf native.tar.gz -C built --strip-components=1 && cd built/unix"
                + " && ./configure --with-java=\"$0\" && make";
        Path log = FOLDER.resolve("build.log");
        try {
            Process build = new ProcessBuilder("sh", "-c", script, System.getProperty("java.home"))
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!build.waitFor(BUILD_SECONDS, TimeUnit.SECONDS) || build.exitValue() != 0) {
                build.destroyForcibly();
                throw new AssertionError("jsvc cannot be built: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new AssertionError("jsvc cannot be built in " + FOLDER, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while jsvc was built", e);
        }
    }

    /**
     * As {@code bin/spawning-jsvc} with these options of jsvc's, in the foreground, and in a process group of its own, for some
     * failures of jsvc end all of the group.
     */
    public static Launcher with(List<String> options) {
        return product -> {
            Path spawning = Path.of(product.getFirst());
            List<String> command = new ArrayList<>(List.of("setsid", "--wait", "env", "JSVC=" + program()));
            command.add(spawning.resolveSibling("spawning-jsvc").toString());
            command.add("-nodetach");
            command.addAll(options);
            command.add("--");
            command.addAll(product.subList(1, product.size()));
            return command;
        };
    }
}
