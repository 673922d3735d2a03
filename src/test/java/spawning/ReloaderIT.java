// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.harness.Await;
import spawning.harness.Launcher;

/** The reloader as a process: does it hear, tell and leave as it should, with a controller and alone? */
@Timeout(120)
class ReloaderIT {
    private static final Path HOME = Path.of(System.getProperty("spawning.home"));

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Path src;
    private Path shop;

    @BeforeEach
    void create() throws IOException {
        src = Files.createDirectories(folder.resolve("src"));
        shop = Files.writeString(src.resolve("Shop.java"), "class Shop {}");
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            assertThat(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void itTellsTheControllerOfChangesAndLeavesWithIt() throws Exception {
        Process reloader = underController("exec");
        order(reloader, watchList("none"));
        BufferedReader messages = reloader.inputReader();
        assertThat(messages.readLine()).isEqualTo("watching what=1\\sfolder\\sby\\sinotify");
        Files.writeString(shop, "class Shop { int a; }");
        assertThat(messages.readLine()).isEqualTo("changed what=Shop.java");
        reloader.getOutputStream().close();
        assertThat(messages.readLine()).isNull();
        assertLeft(reloader, 0);
    }

    @Test
    void itLeavesWhileGitHangsAndTakesItAlong() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path git = Files.writeString(
                bin.resolve("git"),
                "#!/bin/sh\necho $$ > " + folder + "/pid.new\nmv " + folder + "/pid.new " + folder
                        + "/pid\nexec sleep 3600\n");
        assertThat(git.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(src.resolve(".git"));
        Process reloader = underController("export PATH=" + bin + ":$PATH; exec");
        order(reloader, watchList("git"));
        Await.until("git runs", Await.SOON, () -> Files.exists(folder.resolve("pid")));
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        reloader.getOutputStream().close();
        assertLeft(reloader, 0);
        Await.until("git is gone", Await.SOON, () -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void anOrderThatCannotBeReadIsSaidAndTheNextOneIsObeyed() throws Exception {
        Process reloader = underController("exec");
        say(reloader, "dance fast=yes\nwatch list=" + folder + "/none\n");
        BufferedReader messages = reloader.inputReader();
        assertThat(messages.readLine()).startsWith("warning text=the\\sreloader\\sdoes\\snot\\sunderstand");
        assertThat(messages.readLine()).startsWith("warning text=what\\sto\\swatch\\scannot\\sbe\\sread");
        order(reloader, watchList("none"));
        assertThat(messages.readLine()).startsWith("watching ");
    }

    @Test
    void withoutWatchesItPollsAndSaysHowToHaveMore() throws Exception {
        List<String> few = List.of("unshare", "-Ur", "sh", "-c", "echo 2 > /proc/sys/user/max_inotify_watches");
        assumeTrue(ended(few) == 0, "no user namespaces");
        Process reloader =
                underController("exec unshare -Ur sh -c 'echo 2 > /proc/sys/user/max_inotify_watches; exec \"$@\"' sh");
        order(reloader, watchList("none"));
        BufferedReader messages = reloader.inputReader();
        assertThat(messages.readLine())
                .startsWith("warning text=this\\suser\\smay\\shave\\sno\\smore\\swatched\\sfolders")
                .contains("sysctl\\s");
        assertThat(messages.readLine()).isEqualTo("watching what=1\\sfolder\\spolled");
        Files.writeString(shop, "class Shop { int b; }");
        assertThat(messages.readLine()).isEqualTo("changed what=Shop.java");
    }

    @Test
    void aFolderThatCannotBeReadIsSaidOnceAndComparedWhenItCanBeReadAgain() throws Exception {
        assumeTrue(Launcher.canBeUnprivileged(), "no setpriv (util-linux), and root may read every folder");
        boolean root = isOfRoot(folder);
        for (Path path : List.of(shop, src, folder)) {
            if (root) {
                Files.setAttribute(path, "unix:uid", Launcher.NOBODY);
            }
        }
        Process reloader = unprivileged(root);
        order(reloader, watchList("none"));
        BufferedReader messages = reloader.inputReader();
        assertThat(messages.readLine()).startsWith("watching ");
        Files.setPosixFilePermissions(src, Set.of());
        assertThat(messages.readLine())
                .isEqualTo(
                        "warning text=" + src
                                + "\\scannot\\sbe\\sread;\\schanges\\sbelow\\sit\\sare\\sseen\\sonce\\sit\\scan\\sbe\\sread\\sagain");
        Files.setPosixFilePermissions(src, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(shop, "class Shop { int d; }");
        assertThat(messages.readLine()).isEqualTo("changed what=Shop.java");
    }

    @Test
    void aloneItHangsUpAProcessAfterEachChangeAndLeavesWithIt() throws Exception {
        Process target = start(List.of("sh", "-c", "trap 'echo hup' HUP; echo ready; while :; do read x; done"));
        BufferedReader heard = target.inputReader();
        assertThat(heard.readLine()).isEqualTo("ready");
        Process reloader = start(alone("--pid", Long.toString(target.pid()), "--watch", src.toString()));
        BufferedReader log =
                new BufferedReader(new InputStreamReader(reloader.getErrorStream(), StandardCharsets.UTF_8));
        assertThat(log.readLine()).matches("\\S+ \\S+ \\[reloader\\] INFO  watching 1 folder by inotify");
        Files.writeString(shop, "class Shop { int c; }");
        assertThat(log.readLine()).endsWith("Shop.java changed; sent SIGHUP to process " + target.pid());
        assertThat(heard.readLine()).isEqualTo("hup");
        target.destroyForcibly();
        assertThat(log.readLine()).endsWith("process " + target.pid() + " has ended; leaving");
        assertLeft(reloader, 0);
    }

    @Test
    void aloneItRefusesAProcessThatIsNotThere() throws Exception {
        Process gone = start(List.of("true"));
        assertThat(gone.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Process reloader = start(alone("--pid", Long.toString(gone.pid()), "--watch", src.toString()));
        assertThat(new String(reloader.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("spawning-reloader: --pid " + gone.pid() + ": there is no such process\n");
        assertLeft(reloader, 2);
    }

    private static void assertLeft(Process process, int code) throws InterruptedException {
        assertThat(process.waitFor(Await.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
    }

    private int ended(List<String> command) throws IOException, InterruptedException {
        Process process = start(command);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Its stdin becomes descriptor 3, its stdout descriptor 4. */
    private Process underController(String launcher) throws IOException {
        return start(List.of("sh", "-c", launcher + " " + java() + " 3<&0 4>&1 </dev/null >&2"));
    }

    /** As a user that may not open pipes of the tests' user anew: both are made by a shell of its own. */
    private Process unprivileged(boolean root) throws IOException {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + Launcher.NOBODY, "--regid=" + Launcher.NOBODY, "--clear-groups"));
        }
        command.addAll(List.of("sh", "-c", "cat | " + java() + " 3<&0 4>&1 </dev/null | cat"));
        return start(command);
    }

    private static boolean isOfRoot(Path file) throws IOException {
        return Files.getAttribute(file, "unix:uid").equals(0);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java") + " -cp '" + HOME
                + "/target/lib/reloader/*' spawning.reloader.ReloaderMain --controller";
    }

    private static List<String> alone(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin/spawning-reloader").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    private Path watchList(String revisions) throws IOException {
        return Files.writeString(
                folder.resolve("list"),
                "path.count=1\npath.0=" + src
                        + "\npattern.count=0\nleft-out.count=0\nworking-copy.count=1\nworking-copy.0=" + src
                        + "\nrevisions=" + revisions + "\nsince="
                        + Instant.now().plusSeconds(60) + "\n");
    }

    private static void order(Process reloader, Path list) throws IOException {
        say(reloader, "watch list=" + list + "\n");
    }

    private static void say(Process reloader, String lines) throws IOException {
        OutputStream orders = reloader.getOutputStream();
        orders.write(lines.getBytes(StandardCharsets.UTF_8));
        orders.flush();
    }
}
