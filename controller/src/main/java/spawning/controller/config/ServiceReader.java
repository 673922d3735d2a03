// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import spawning.controller.posix.Account;
import spawning.controller.posix.Posix;

/** Reads how the controller runs as a service. */
final class ServiceReader {
    private final Values values;
    private final FileChecks files;

    ServiceReader(Values values, FileChecks files) {
        this.values = values;
        this.files = files;
    }

    ControllerConfig.Service read(ControllerConfig.Listening listening) {
        boolean daemonize = values.flag(Option.DAEMONIZE);
        Optional<Account> account = values.optional(Option.CHUID, ServiceReader::account);
        boolean dropped = account.filter(user -> user.uid() != 0 && user.uid() == Posix.geteuid())
                .isPresent();
        Optional<String> inherited = listening.binds().stream()
                .filter(bind -> bind.startsWith("fd:"))
                .findFirst();
        if (daemonize && inherited.isPresent()) {
            values.given(Option.DAEMONIZE)
                    .ifPresent(g -> values.add(
                            g,
                            "does not go together with " + inherited.get()
                                    + ": whoever hands sockets down looks after the process; leave one of them out"));
        }
        return new ControllerConfig.Service(
                daemonize,
                values.optional(Option.PIDFILE, text -> dropped ? path(text) : pidFile(text)),
                output(Option.STDOUT, dropped),
                output(Option.STDERR, dropped),
                account);
    }

    /** @param dropped whether root opened it before a reload, and this user need not be able to; if not, the start says so */
    private Optional<Path> output(Option option, boolean dropped) {
        return values.optional(
                        option,
                        text -> dropped && !text.equals("-") ? path(text).toString() : files.logFile(text))
                .filter(file -> !file.equals("-"))
                .map(Path::of);
    }

    private Path path(String text) {
        return files.directory().resolve(text).normalize();
    }

    private Path pidFile(String text) {
        Path path = path(text);
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is a folder; give a file");
        }
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the folder of " + path + " does not exist; make it first");
        }
        return path;
    }

    private static Account account(String text) {
        Account account = Account.find(text);
        int own = Posix.geteuid();
        if (own != 0 && own != account.uid()) {
            throw new IllegalArgumentException("only root can become " + account + ", and this is uid " + own
                    + "; start it as root, or leave --chuid out");
        }
        return account;
    }

    /** Whose processes the workers are. */
    static int uid(ControllerConfig.Service service) {
        return service.account().map(Account::uid).orElseGet(Posix::geteuid);
    }

    /** The environment in which folders of the workers' user are looked for: root's own folders are none of theirs. */
    static Map<String, String> variables(ControllerConfig.Service service, Map<String, String> variables) {
        if (service.account().isEmpty()) {
            return variables;
        }
        Map<String, String> others = new HashMap<>(variables);
        others.keySet().removeAll(List.of("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"));
        return others;
    }
}
