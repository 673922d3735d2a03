// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A folder with a Debian bookworm that has the init systems under test, made once with debootstrap (a minute or two, 260 MB) and
 * then kept in {@code SPAWNING_TEST_CACHE}, or {@code ~/.cache/spawning-tests}. Nobody changes it: see {@link BootedRoot}.
 */
final class DebianRoot {
    private static final List<String> PACKAGES = List.of(
            "systemd",
            "systemd-sysv",
            "dbus",
            "procps",
            "psmisc",
            "iproute2",
            "logrotate",
            "sysvinit-utils",
            "lsb-base",
            "openrc");

    private static final Duration MAKING = Duration.ofMinutes(15);

    private DebianRoot() {}

    /** The folder, made when it is not there. Where that is not possible the test is left out, with the reason. */
    static Path folder() {
        Path cache = cache();
        Path root = cache.resolve("root-bookworm-" + Integer.toHexString(PACKAGES.hashCode()));
        if (Files.isDirectory(root)) {
            return root;
        }
        Assumptions.assumeTrue(Proc.SELF.userId() == 0, "not root, who alone can make and boot a Debian root");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/debootstrap")), "no debootstrap, which makes the Debian root");
        try {
            Files.createDirectories(cache);
            try (FileChannel channel = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) { // two test JVMs may come here at once
                if (!Files.isDirectory(root)) {
                    make(root);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("cannot make " + root, e);
        }
        return root;
    }

    /** A script beside the test applications. */
    static Path script(String name) {
        try {
            return Path.of(Objects.requireNonNull(DebianRoot.class.getResource("/service/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(name, e);
        }
    }

    private static Path cache() {
        String named = System.getenv("SPAWNING_TEST_CACHE");
        return named == null || named.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "spawning-tests")
                : Path.of(named);
    }

    private static void make(Path root) throws IOException {
        Path log = Path.of(root + ".log");
        Process making = new ProcessBuilder(
                        "bash", script("make-root").toString(), root.toString(), String.join(",", PACKAGES))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = making.waitFor(MAKING.toSeconds(), TimeUnit.SECONDS);
            making.destroyForcibly();
            Assumptions.assumeTrue(
                    ended && making.exitValue() == 0,
                    () -> "debootstrap could not make a Debian root (no network?), see " + log);
        } catch (InterruptedException e) {
            making.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while making " + root, e);
        }
    }
}
