// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import spawning.controller.config.ControllerConfig.Code;
import spawning.controller.config.ControllerConfig.Sessions;
import spawning.controller.plan.Policy;
import spawning.protocol.SessionStore;

/**
 * Reads where sessions are kept. A configuration file may be shared with applications that have none, so for those only the form is
 * looked at.
 */
final class SessionReader {
    private static final Path NOWHERE = Path.of("/");
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Values values;
    private final Map<String, String> variables;
    private final int uid;
    private final Path directory;

    /** @param directory where relative paths begin; absolute */
    SessionReader(Values values, Map<String, String> variables, int uid, Path directory) {
        this.values = values;
        this.variables = variables;
        this.uid = uid;
        this.directory = directory;
    }

    /**
     * @param code what is run; empty where that is a problem already
     * @param processes workers that serve at once
     */
    Sessions read(Optional<Code> code, int processes) {
        Duration lock = values.value(Option.SESSION_LOCK, SessionReader::lock);
        if (code.isEmpty() || !code.get().web()) {
            values.check(Option.SESSIONS, values.text(Option.SESSIONS), text -> {
                var _ = SessionStore.parse(text, NOWHERE, directory);
            });
            return Sessions.NONE;
        }
        Path usual =
                SessionFolder.usual(variables, uid, values.given(Option.NAME).map(Given::value), code.get());
        SessionStore store = values.value(Option.SESSIONS, text -> SessionStore.parse(text, usual, directory));
        values.check(Option.SESSIONS, "", _ -> mustSuit(store, uid, processes));
        return new Sessions(store, lock);
    }

    private static void mustSuit(SessionStore store, int uid, int processes) {
        switch (store) {
            case SessionStore.Folder(Path path) -> SessionFolder.mustBeUsable(path, uid);
            case SessionStore.Database _ -> {
                // whether it can be reached is found out by the workers, which serve without it too
            }
            case SessionStore.Memory(boolean forced) -> {
                if (processes > 1 && !forced) {
                    throw new IllegalArgumentException("memory with " + processes
                            + " processes would lose each session that comes to another worker; leave it out for file,"
                            + " or give --processes 1, or memory:force if a balancer in front knows the workers");
                }
            }
        }
    }

    /** Sessions in the memory of one worker allow no second one, unless that is forced. */
    static Policy suited(Policy policy, Code code, Sessions sessions) {
        boolean alone = code.web() && sessions.store() instanceof SessionStore.Memory(boolean forced) && !forced;
        return alone ? policy.withFixedWorkers() : policy;
    }

    /** Zero for {@code none}. */
    private static Duration lock(String text) {
        if (text.equals("none")) {
            return Duration.ZERO;
        }
        Duration wait = DurationText.parse(text);
        Values.inRange(
                text,
                wait.compareTo(Duration.ofSeconds(1)) < 0,
                wait.compareTo(LONGEST) > 0,
                "none, or a time from 1s to 1h");
        return wait;
    }

    /** Whether somebody else may read a password, for anybody on the machine sees command lines. */
    static Optional<String> warning(Values values) {
        return values.given(Option.SESSIONS)
                .filter(given -> given.source().level() == Source.Level.COMMAND_LINE
                        && !given.shown().equals(given.value()))
                .map(_ -> "--sessions: everybody on this machine can see a password in a command line; put it into"
                        + " ~/.pgpass, " + Option.SESSIONS.variable() + " or a configuration file");
    }
}
