// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import spawning.server.log.RequestIds;

/** A request that has an id, which the application finds as an attribute. It is made when somebody asks for it. */
final class IdentifiedRequest extends Request.Wrapper {
    /** The attribute's name. */
    static final String ATTRIBUTE = "spawning.request_id";

    private final RequestIds ids;
    private final AtomicReference<@Nullable String> id = new AtomicReference<>();

    IdentifiedRequest(Request request, RequestIds ids) {
        super(request);
        this.ids = ids;
    }

    /** The id of a request; empty when requests have none. Any thread. */
    static String idOf(Request request) {
        IdentifiedRequest identified = Request.as(request, IdentifiedRequest.class);
        return identified == null ? "" : identified.id();
    }

    String id() {
        String known = id.get();
        if (known != null) {
            return known;
        }
        String made = ids.of(LoggedExchange.joined(getHeaders(), ids.header()));
        return id.compareAndSet(null, made) ? made : Objects.requireNonNull(id.get());
    }

    /** The application may have put another value there, or a filter of its own. */
    @Override
    public @Nullable Object getAttribute(String name) {
        Object value = super.getAttribute(name);
        return value == null && name.equals(ATTRIBUTE) ? id() : value;
    }

    @Override
    public Set<String> getAttributeNameSet() {
        Set<String> names = new LinkedHashSet<>(super.getAttributeNameSet());
        names.add(ATTRIBUTE);
        return names;
    }
}
