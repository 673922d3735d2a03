// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** From what kind of place the product is started: turns its command into the one that is run. */
@FunctionalInterface
public interface Launcher {
    /** Binds a loopback port, tells it, and becomes the product, which finds the listener as descriptor 3. */
    String WITH_LISTENER = InheritedListener.OPEN + "exec @ARGV or die $!;";

    /** The user id that owns nothing, on every Linux. */
    int NOBODY = 65_534;

    List<String> command(List<String> product);

    /** As a child of the tests. */
    static Launcher directly() {
        return product -> product;
    }

    /** With SIGHUP ignored from the start. */
    static Launcher underNohup() {
        return product -> prefixed(List.of("nohup"), product);
    }

    /**
     * As the foreground process of a terminal of its own. What is written to {@link Product#input} is typed; the
     * launching process holds the terminal, so its end is the terminal's. Ctrl-C has its effect as in a login shell, also when
     * the tests themselves run in the background of a script, where a shell ignores INT for all that they start.
     */
    static Launcher inTerminal() {
        return product -> List.of(
                "script",
                "--quiet",
                "--return",
                "--command",
                "exec env --default-signal=INT " + quoted(product),
                "/dev/null");
    }

    /** With a listening socket as descriptor 3. */
    static Launcher withListener() {
        return product -> prefixed(List.of("perl", "-e", WITH_LISTENER), product);
    }

    /**
     * As a child of a process that opened a listening socket, descriptor 3, and still has it when the product has ended:
     * it then says {@link LogLines#HOLDER_ALONE}, greets one client with {@code held}, and ends with the product's code.
     */
    static Launcher heldByParent() {
        return product -> prefixed(List.of("perl", "-e", InheritedListener.HOLD), product);
    }

    /** In a control group, from its start on, by what is written to this file of the group's. */
    static Launcher inControlGroup(Path processes) {
        return product ->
                prefixed(List.of("sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", processes.toString()), product);
    }

    /** Whether {@link #unprivileged} has what it needs. */
    static boolean canBeUnprivileged() {
        return Proc.SELF.userId() != 0
                || List.of("/usr/bin/setpriv", "/bin/setpriv").stream()
                        .anyMatch(program -> Files.isExecutable(Path.of(program)));
    }

    /** As a user without privileges: {@link #NOBODY} when the tests are root, otherwise their own user. */
    static Launcher unprivileged() {
        String id = Integer.toString(NOBODY);
        return Proc.SELF.userId() != 0
                ? directly()
                : product -> prefixed(List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"), product);
    }

    /** In a control group, by its folder. */
    static Launcher inGroup(Path group) {
        return product ->
                prefixed(List.of("sh", "-c", "echo $$ > " + group + "/cgroup.procs && exec \"$@\"", "sh"), product);
    }

    private static List<String> prefixed(List<String> prefix, List<String> product) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(product);
        return command;
    }

    private static String quoted(List<String> command) {
        return command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
