// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * A Debian with the product in {@code /opt/spawning}, booted in namespaces of its own, but with the network of this
 * machine. What is changed in it is gone when it is closed, and so are all its processes, also when the tests are killed. Where it
 * cannot be booted the test is left out, with the reason.
 */
public final class BootedRoot implements AutoCloseable {
    /** What runs as process 1. */
    public enum Init {
        /** systemd of Debian bookworm, 252. */
        SYSTEMD,
        /** Nothing but a process that reaps: for init scripts, which need no more. */
        PLAIN
    }

    private static final Duration COMMAND = Duration.ofSeconds(100);
    private static final Duration OFF = Duration.ofSeconds(40);

    /** Into its control groups, where that is possible: processes of version 2 may only be in leaves, and systemd is not in one. */
    private static final String IN_GROUPS =
            "for group in /sys/fs/cgroup/spawning-test-$0 /sys/fs/cgroup/*/spawning-test-$0; do"
                    + " echo $$ 2>/dev/null >$group/cgroup.procs; done 2>/dev/null; exec \"$@\"";

    private final Process boot;
    private final Path errors;
    private final String name;
    private final long first;

    private BootedRoot(Process boot, Path errors, String name, long first) {
        this.boot = boot;
        this.errors = errors;
        this.name = name;
        this.first = first;
    }

    /** What a command wrote to both streams, and its exit code. */
    public record Output(int code, String text) {}

    /** Boots one and returns when it is up. */
    public static BootedRoot boot(Init init) {
        Path root = DebianRoot.folder();
        String name = init.name().toLowerCase(java.util.Locale.ROOT) + "-" + Proc.SELF.pid();
        try {
            Path errors = Files.createTempFile("booted-root", ".log");
            Process boot = new ProcessBuilder(command(root, name, init))
                    .redirectError(errors.toFile())
                    .start();
            BootedRoot booted = new BootedRoot(boot, errors, name, firstPid(boot, errors));
            booted.awaitUp(init);
            return booted;
        } catch (IOException e) {
            throw new AssertionError("cannot boot " + root, e);
        }
    }

    private static List<String> command(Path root, String name, Init init) {
        List<String> command =
                new ArrayList<>(List.of("bash", DebianRoot.script("boot").toString(), root.toString(), name));
        command.add(init == Init.SYSTEMD ? "systemd" : "plain");
        Path home = ProductBuilder.HOME.toAbsolutePath().normalize();
        command.add(home.resolve("target/lib") + ":/opt/spawning/lib");
        for (String part : List.of("bin", "conf", "init-scripts", "docs")) {
            command.add(home.resolve(part) + ":/opt/spawning/" + part);
        }
        command.add(jdk() + ":" + jdk());
        return command;
    }

    /** The JDK of these tests, which the product is to use too. */
    public static Path jdk() {
        return Path.of(System.getProperty("java.home"));
    }

    private static long firstPid(Process boot, Path errors) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(boot.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("pid ")) {
            String why = Files.readString(errors);
            Files.delete(errors);
            Assumptions.abort(why.isEmpty() ? "cannot boot a root here" : why);
        }
        return Long.parseLong(line.substring("pid ".length()));
    }

    private void awaitUp(Init init) {
        try {
            if (init == Init.SYSTEMD) {
                await(
                        "until systemctl is-system-running --wait 2>/dev/null | grep -qE 'running|degraded'; do sleep 0.1; done");
            } else {
                await("until grep -qz perl /proc/1/cmdline; do sleep 0.05; done");
            }
        } catch (AssertionFailedError e) {
            close();
            throw e;
        }
    }

    /** A file or folder in it, as it is seen from here. */
    public Path path(String inside) {
        return Path.of("/proc/" + first + "/root" + inside);
    }

    /** Writes a file in it, with the folders above. */
    public void write(String inside, String text) {
        try {
            Files.createDirectories(path(inside).getParent());
            Files.writeString(path(inside), text);
        } catch (IOException e) {
            throw new AssertionError("cannot write " + inside, e);
        }
    }

    /** Runs a script of bash in it, as root, for {@link #COMMAND} at most. */
    public Output run(String script) {
        List<String> command = List.of(
                "bash",
                "-c",
                IN_GROUPS,
                name,
                "nsenter",
                "--target",
                Long.toString(first),
                "--all",
                "--",
                "env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "LANG=C.UTF-8",
                "SYSTEMD_PAGER=",
                "SYSTEMD_COLORS=0",
                "timeout",
                "--kill-after=5",
                Long.toString(COMMAND.toSeconds()),
                "bash",
                "-c",
                script);
        try {
            Path output = Files.createTempFile("booted-root", ".out");
            // To a file, for a daemon that keeps a pipe open would keep us.
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .start();
            int code = process.waitFor();
            String text = Files.readString(output);
            Files.delete(output);
            return new Output(code, text);
        } catch (IOException e) {
            throw new AssertionError("cannot run " + script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + script, e);
        }
    }

    /** Runs a script that is to return this code, and returns what it wrote. */
    public String expect(int code, String script) {
        Output output = run(script);
        if (output.code() != code) {
            throw new AssertionFailedError("exit code " + output.code() + " instead of " + code + " from: " + script
                    + "\n" + output.text() + evidence());
        }
        return output.text();
    }

    /** Runs a script that is to succeed, and returns what it wrote without the white space around it. */
    public String expect(String script) {
        return expect(0, script).strip();
    }

    /** Waits until the script, which does the waiting, returns 0. */
    private void await(String script) {
        expect(script);
    }

    /** Waits until a command succeeds, which is tried again and again. */
    public void until(String command) {
        await("until " + command + "; do sleep 0.1; done");
    }

    private String evidence() {
        Output journal = run("test -d /run/systemd/system && journalctl --no-hostname -o short-monotonic -n 80;"
                + " tail -n 40 /var/log/spawning/*/spawning.log 2>/dev/null; ps -eo pid,ppid,user,args | cut -c1-200");
        return journal.text();
    }

    /**
     * Powers it off.
     *
     * @throws AssertionError it had to be killed, or left a control group behind
     */
    @Override
    public void close() {
        try {
            boot.getOutputStream().close();
            if (!boot.waitFor(OFF.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the booted root " + name + " did not end within " + OFF);
            }
            String said = Files.readString(errors);
            Files.delete(errors);
            if (said.contains("killed")) {
                throw new AssertionError("the booted root " + name + ": " + said);
            }
            assertNoGroupLeft();
        } catch (IOException e) {
            throw new AssertionError("cannot end the booted root " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the booted root " + name + " ended", e);
        }
    }

    private void assertNoGroupLeft() throws IOException {
        try (Stream<Path> groups =
                Files.find(Path.of("/sys/fs/cgroup"), 2, (path, _) -> path.endsWith("spawning-test-" + name))) {
            List<Path> left = groups.toList();
            if (!left.isEmpty()) {
                throw new AssertionError("left behind: " + left);
            }
        }
    }
}
