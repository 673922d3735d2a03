// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.List;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.util.security.Credential;

/** Who may log in to an application that asks for it, by its {@code <login-config>}. */
final class Logins {
    private Logins() {}

    /**
     * A service that knows these users. When there are none, an application that asks for a login starts, and lets nobody in.
     *
     * @param users {@code name:password,role,role} each, checked by the controller
     */
    static LoginService of(List<String> users) {
        UserStore store = new UserStore();
        for (String user : users) {
            int colon = user.indexOf(':');
            String[] parts = user.substring(colon + 1).split(",");
            store.addUser(
                    user.substring(0, colon),
                    Credential.getCredential(parts[0]),
                    java.util.Arrays.copyOfRange(parts, 1, parts.length));
        }
        HashLoginService service = new HashLoginService();
        service.setUserStore(store);
        return service;
    }
}
