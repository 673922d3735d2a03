// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.ExitStatus;
import spawning.controller.config.ControllerConfig;
import spawning.controller.posix.Account;
import spawning.controller.posix.Environment;
import spawning.controller.posix.Posix;
import spawning.controller.posix.Privileges;
import spawning.controller.posix.StateFolder;
import spawning.controller.time.MonotonicClock;

/**
 * What is arranged around the controller before it serves, in this order: where output goes, the pid file, and, when the
 * addresses are bound, whose process it is. Used by the controller's thread.
 */
public final class Surroundings implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Surroundings.class);
    private static final Path RUN = Path.of("/run");

    private final ControllerConfig.Service service;
    private final MonotonicClock clock;
    private Outputs outputs;
    private final Optional<Account> account;
    private final List<Reporter> reporters = new ArrayList<>();
    private @Nullable PidFile pidFile;
    private Optional<Path> run = Optional.empty();

    /** Arranges nothing yet. */
    public Surroundings(ControllerConfig.Service service, MonotonicClock clock) {
        this.service = service;
        this.clock = clock;
        Outputs asked = new Outputs(service.stdout(), service.stderr());
        this.outputs = service.daemonize() ? asked.orNowhere() : asked;
        this.account = service.account().filter(user -> user.uid() != Posix.geteuid());
    }

    /**
     * What needs no address. The handlers of signals are in already: whoever finds the pid file may send some.
     *
     * @throws CannotStartException another one runs, or a file cannot be opened
     */
    public void arrange() throws CannotStartException, IOException {
        Optional<Starter> starter = Starter.ofThisProcess();
        if (starter.isPresent()) {
            reporters.add(starter.get());
            new Outputs(Optional.empty(), Optional.empty())
                    .orNowhere()
                    .open(Optional.empty()); // it shows what it is told
        }
        Systemd.of(System.getenv(), ProcessHandle.current().pid(), clock).ifPresent(reporters::add);
        Systemd.keepToOurselves();
        if (service.pidFile().isPresent()) {
            pidFile = PidFile.take(service.pidFile().get(), account);
        }
        outputs.open(account);
    }

    /**
     * Gives up root, if that is asked for. Files of this configuration that only root can make are made before.
     *
     * @throws CannotStartException it did not work, or not wholly
     */
    public void becomeUser(ControllerConfig config) throws CannotStartException {
        if (account.isEmpty()) {
            return;
        }
        Account user = account.get();
        Belongings belongings = new Belongings(user);
        belongings.make(config);
        if (belongings.folder(StateFolder.shared(RUN, user.uid()))) {
            run = Optional.of(RUN);
        }
        try {
            Privileges.drop(user);
            Login.tellChildren(user);
            log.info("root became {}", user);
        } catch (IOException e) {
            throw new CannotStartException(
                    ExitStatus.INTERNAL, "this process cannot become " + user + ": " + e.getMessage(), e);
        }
    }

    /** Where folders of snapshots go, unless another is named. */
    public Path stateBase() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        Environment.applyTo(variables);
        return run.orElseGet(() -> StateFolder.base(variables));
    }

    /** Leaves the output to these. */
    public void outputs(Outputs others) {
        outputs = others;
    }

    /** Adds somebody who wants to know how it goes. */
    public void report(Reporter reporter) {
        reporters.add(reporter);
    }

    /** Where the output goes. */
    public Outputs outputs() {
        return outputs;
    }

    /** Those who want to know how it goes. */
    public List<Reporter> reporters() {
        return List.copyOf(reporters);
    }

    /** Removes the pid file. */
    @Override
    public void close() {
        if (pidFile != null) {
            pidFile.close();
        }
    }
}
