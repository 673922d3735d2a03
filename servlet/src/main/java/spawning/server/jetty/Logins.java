// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.util.security.Credential;
import org.jspecify.annotations.Nullable;

/** Who may log in to an application that asks for it, by its {@code <login-config>}. */
final class Logins {
    private Logins() {}

    /**
     * A service that knows these users. When there are none, an application that asks for a login starts, and lets nobody in.
     *
     * @param users {@code name:password,role,role} each, checked by the controller
     * @param realm the application's name for it, which clients are shown; known when its web.xml has been read
     */
    static LoginService of(List<String> users, Supplier<@Nullable String> realm) {
        UserStore store = new UserStore();
        for (String user : users) {
            int colon = user.indexOf(':');
            String[] parts = user.substring(colon + 1).split(",");
            store.addUser(
                    user.substring(0, colon),
                    Credential.getCredential(parts[0]),
                    Arrays.copyOfRange(parts, 1, parts.length));
        }
        HashLoginService service = new HashLoginService() {
            @Override
            public String getName() {
                return Objects.requireNonNullElse(realm.get(), "login");
            }
        };
        service.setUserStore(store);
        return service;
    }
}
