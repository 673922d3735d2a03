// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.util.security.Credential;
import org.jspecify.annotations.Nullable;

/** Who may log in to an application that asks for it, by its {@code <login-config>}. */
final class Logins extends HashLoginService {
    private final Supplier<@Nullable String> realm;

    private Logins(Supplier<@Nullable String> realm) {
        this.realm = realm;
    }

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
        HashLoginService service = new Logins(realm);
        service.setUserStore(store);
        return service;
    }

    @Override
    public String getName() {
        return Objects.requireNonNullElse(realm.get(), "login");
    }

    /** A session that is read back is logged in anew, without a request: its user may be gone, or the password another. */
    @Override
    public @Nullable UserIdentity login(
            String name, Object credentials, @Nullable Request request, @Nullable Function<Boolean, Session> sessions) {
        UserIdentity user = super.login(name, credentials, request, sessions);
        return user == null && request == null ? new Revoked(name) : user;
    }

    @Override
    public boolean validate(UserIdentity user) {
        return !(user instanceof Revoked) && super.validate(user);
    }

    /** Whose login no longer holds: Jetty forgets it, and asks the client for another. Null would fail each request of the session. */
    private record Revoked(String name) implements UserIdentity {
        @Override
        public Subject getSubject() {
            return new Subject();
        }

        @Override
        public Principal getUserPrincipal() {
            return this::name;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }
    }
}
