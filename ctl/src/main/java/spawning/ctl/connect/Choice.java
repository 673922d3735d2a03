// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import spawning.protocol.control.Outcome;

/** Which instance is meant: the options that all commands have. */
public final class Choice {
    @Option(
            names = "--control",
            paramLabel = "PATH",
            description = "The control socket of the instance; otherwise $SPAWNING_CONTROL.")
    private @Nullable Path control;

    @Option(names = "--pidfile", paramLabel = "FILE", description = "The instance whose pid stands in this file.")
    private @Nullable Path pidfile;

    @Option(names = "--pid", paramLabel = "PID", description = "The instance of this process.")
    private @Nullable Long pid;

    @Option(names = "--name", paramLabel = "NAME", description = "The instance of this --name.")
    private @Nullable String name;

    /**
     * The one that is meant; without options, the only one there is.
     *
     * @throws Failure there is none, or more than one
     */
    public ControlClient client(Map<String, String> environment) throws Failure {
        String variable = environment.getOrDefault("SPAWNING_CONTROL", "");
        if (control != null) {
            return new ControlClient(control);
        }
        if (pid == null && pidfile == null && name == null && !variable.isEmpty()) {
            return new ControlClient(Path.of(variable));
        }
        return new ControlClient(
                one(() -> Instances.ofThisMachine(environment).all()).socket());
    }

    /** The one of those that run. */
    Instance one(Supplier<List<Instance>> running) throws Failure {
        Long wanted = pidfile == null ? pid : pidIn(pidfile);
        Predicate<Instance> meant = one -> (wanted == null || one.pid() == wanted)
                && (name == null || one.name().equals(name));
        List<Instance> all = running.get();
        List<Instance> some = all.stream().filter(meant).toList();
        if (some.size() == 1) {
            return some.getFirst();
        }
        if (some.isEmpty()) {
            throw new Failure(Outcome.NO_CONTROLLER, none(wanted) + listed(all));
        }
        throw new Failure(
                Outcome.USAGE, some.size() + " instances run; say which one by --name or --pid" + listed(some));
    }

    private String none(@Nullable Long wanted) {
        if (wanted != null) {
            return "no instance with pid " + wanted + (pidfile == null ? "" : ", which stands in " + pidfile + ",")
                    + " runs";
        }
        return name == null
                ? "no instance runs that this user may steer (--control names its socket)"
                : "no instance runs with the name " + Plain.lines(name);
    }

    private static String listed(List<Instance> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(one -> text.append("\n  ").append(one.line()));
        return text.toString();
    }

    private static Long pidIn(Path file) throws Failure {
        try {
            String text = Files.readString(file).strip();
            if (text.matches("\\d{1,10}")) {
                return Long.valueOf(text);
            }
            throw new Failure(Outcome.USAGE, file + " holds no process number");
        } catch (IOException e) {
            throw new Failure(Outcome.USAGE, "the pidfile " + file + " cannot be read: " + e);
        }
    }
}
