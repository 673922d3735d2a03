// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.jspecify.annotations.Nullable;

/** Which session ids a request asks for, as Jetty will find them: by cookie, and by path parameter. */
final class RequestedIds {
    private RequestedIds() {}

    /** As the client wrote them, doubles left out. */
    static List<String> of(Request request, AbstractSessionManager sessions) {
        List<String> ids = new ArrayList<>(1);
        String cookieName = sessions.getSessionCookie();
        if (sessions.isUsingCookies() && cookieName != null)
            for (HttpCookie cookie : Request.getCookies(request))
                if (cookieName.equalsIgnoreCase(cookie.getName())) add(ids, cookie.getValue());
        if (sessions.isUsingUriParameters())
            addParameters(ids, request.getHttpURI().getParam(), sessions.getSessionIdPathParameterName());
        return ids;
    }

    private static void addParameters(List<String> ids, @Nullable String parameters, @Nullable String name) {
        if (parameters == null || name == null) return;
        for (String parameter : parameters.split(";"))
            if (parameter.startsWith(name + "="))
                add(ids, parameter.substring(name.length() + 1).trim());
    }

    private static void add(List<String> ids, @Nullable String id) {
        if (id != null && !ids.contains(id)) ids.add(id);
    }
}
