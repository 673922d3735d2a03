// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.List;
import java.util.Map;
import spawning.controller.config.ControllerConfig.Listening;
import spawning.controller.config.ControllerConfig.Status;
import spawning.controller.listener.ActivatedSockets;
import spawning.controller.listener.Bind;

/**
 * Reads where to listen. {@code --host} and {@code --port} make one address; {@code --bind} makes any number. The
 * stronger source wins ({@code SPAWNING_PORT} over {@code bind} in a file); from one source, only one way may be used.
 */
final class ListeningReader {
    private static final int HIGHEST_PORT = 65535;
    /** Descriptors below the controller's own, less the standard three and the lifelines: see posix.Spawn. */
    private static final int MAX_BINDS = 50;

    private final Values values;

    ListeningReader(Values values) {
        this.values = values;
    }

    /** @param variables in which a service manager says that it has opened sockets; those count where nothing is given */
    Listening read(Map<String, String> variables) {
        String host = values.value(Option.HOST, ListeningReader::host);
        int port = values.integer(Option.PORT, 0, HIGHEST_PORT);
        List<String> binds = values.each(Option.BIND, ListeningReader::bind);
        if (binds.size() > MAX_BINDS) {
            values.given(Option.BIND)
                    .ifPresent(g -> values.add(
                            g, binds.size() + " addresses are too many; a worker is handed at most " + MAX_BINDS));
        }
        boolean useBinds = useBinds();
        values.overrule(useBinds ? new Option[] {Option.HOST, Option.PORT} : new Option[] {Option.BIND});
        List<String> sockets = nothingGiven()
                ? ActivatedSockets.binds(variables, ProcessHandle.current().pid())
                : List.of();
        if (!sockets.isEmpty()) {
            values.overrule(Option.HOST, Option.PORT);
            return new Listening(sockets, values.integer(Option.BACKLOG, 1, HIGHEST_PORT));
        }
        return new Listening(
                useBinds ? binds : List.of(host + ":" + port), values.integer(Option.BACKLOG, 1, HIGHEST_PORT));
    }

    /** Where the status service listens. */
    Status status() {
        String host = values.value(Option.STATUS_HOST, ListeningReader::host);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Status(
                bracketed ? host.substring(1, host.length() - 1) : host,
                values.integer(Option.STATUS_PORT, 0, HIGHEST_PORT));
    }

    private boolean nothingGiven() {
        return values.isDefault(Option.HOST) && values.isDefault(Option.PORT) && values.isDefault(Option.BIND);
    }

    private boolean useBinds() {
        if (values.isDefault(Option.BIND)) {
            return false;
        }
        boolean single = !values.notWeaker(Option.BIND, Option.HOST) || !values.notWeaker(Option.BIND, Option.PORT);
        boolean both = values.notWeaker(Option.HOST, Option.BIND) || values.notWeaker(Option.PORT, Option.BIND);
        if (both && !single) {
            values.given(Option.BIND)
                    .ifPresent(g -> values.add(g, "excludes --host and --port; write them as --bind host:port"));
        }
        return !single;
    }

    /** An IPv6 address is put in brackets, as in a URL, for its colons. */
    private static String host(String text) {
        if (text.isBlank() || text.contains("/")) {
            throw new IllegalArgumentException("\"" + text + "\" is no host; give a name or an address, or use --bind");
        }
        return text.contains(":") && !text.startsWith("[") ? "[" + text + "]" : text;
    }

    /** Only the form: whether the address can be bound is found out by binding it. */
    private static String bind(String text) {
        return Bind.parse(text).toString();
    }
}
