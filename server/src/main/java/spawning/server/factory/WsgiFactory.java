// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.factory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import spawning.wsgi.Application;
import spawning.wsgi.Middleware;
import spawning.wsgi.StartResponse;
import spawning.wsgi.lint.Lint;

/** Applications of the WSGI-style contract: a class, or {@code com.acme.Shop::app}. */
final class WsgiFactory implements ApplicationFactory {
    private final ClassLoader loader;

    WsgiFactory(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public String name() {
        return "wsgi";
    }

    @Override
    public Application make(String application, List<String> middlewares, boolean lint) throws Exception {
        Application wrapped = new Reference(application, loader).resolve(Application.class);
        if (lint) {
            wrapped = linted(wrapped, "application " + application, middlewares, 0);
        }
        List<Object> parts = new ArrayList<>(List.of(wrapped));
        for (int i = 0; i < middlewares.size(); i++) {
            String name = middlewares.get(i);
            Middleware middleware = new Reference(name, loader).resolve(Middleware.class);
            wrapped = middleware.wrap(wrapped);
            if (lint) {
                wrapped = linted(wrapped, "middleware " + name, middlewares, i + 1);
            }
            parts.add(middleware);
            parts.add(wrapped);
        }
        return middlewares.isEmpty() ? wrapped : new Wrapped(wrapped, parts);
    }

    /** Puts one part under the validator, which closes it, too; it is called by the next middleware or the server. */
    private static Application linted(Application part, String name, List<String> middlewares, int next) {
        String caller = next < middlewares.size() ? "middleware " + middlewares.get(next) : "the server";
        return new Lint(name, caller).wrap(part);
    }

    /**
     * An application in its middlewares. Few of these think of closing what they wrap, so it is done here: outermost first,
     * each once, all of them whatever one throws.
     *
     * @param outermost the one that is called
     * @param parts applications and middlewares, innermost first
     */
    @SuppressWarnings("try") // what the application throws from close is its own, an InterruptedException too
    private record Wrapped(Application outermost, List<Object> parts) implements Application, AutoCloseable {
        @Override
        public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
            return outermost.call(environ, start);
        }

        @Override
        public void close() throws Exception {
            Set<Object> closed = Collections.newSetFromMap(new IdentityHashMap<>());
            Exception first = null;
            for (Object part : parts.reversed()) {
                try {
                    if (part instanceof AutoCloseable closeable && closed.add(part)) {
                        closeable.close();
                    }
                } catch (Exception e) {
                    if (first == null) {
                        first = e;
                    } else {
                        first.addSuppressed(e);
                    }
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }
}
