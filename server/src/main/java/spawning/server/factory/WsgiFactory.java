// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.factory;

import java.util.List;
import spawning.wsgi.Application;
import spawning.wsgi.Middleware;

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
    public Application make(String application, List<String> middlewares) throws Exception {
        Application wrapped = new Reference(application, loader).resolve(Application.class);
        for (String middleware : middlewares) {
            wrapped =
                    new Reference(middleware, loader).resolve(Middleware.class).wrap(wrapped);
        }
        return wrapped;
    }
}
