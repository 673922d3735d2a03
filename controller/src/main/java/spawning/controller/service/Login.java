// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.util.List;
import spawning.controller.posix.Account;
import spawning.controller.posix.Environment;
import spawning.controller.posix.PosixException;

/** The variables that tell a process whose it is. */
public final class Login {
    private static final List<String> OF_ROOT =
            List.of("XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "MAIL");

    private Login() {}

    /** Tells children as login(1) does, after this process became the user; variables that tell of root's folders go. */
    public static void tellChildren(Account user) throws PosixException {
        Environment.set("HOME", user.home());
        Environment.set("USER", user.name());
        Environment.set("LOGNAME", user.name());
        for (String variable : OF_ROOT) {
            Environment.remove(variable);
        }
    }
}
