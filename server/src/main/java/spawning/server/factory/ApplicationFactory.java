// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.factory;

import java.util.List;
import java.util.ServiceLoader;
import spawning.wsgi.Application;

/**
 * Finds and makes an application. Others are added by a jar that names them in {@code META-INF/services}; {@code --factory}
 * chooses one by its name.
 */
public interface ApplicationFactory {
    /** The value of {@code --factory}, such as {@code wsgi}. */
    String name();

    /**
     * Makes the application, wrapped in its middlewares. Called once, before the worker is ready.
     *
     * @param application as on the command line, or as the preparer put it for a source file
     * @param middlewares likewise, innermost first
     * @param lint whether each of them is to be put under the validator of the contract; means nothing to a factory of
     *     applications that do not know the contract
     * @throws ApplicationLoadException what is asked for is not there or not of the right kind
     * @throws Exception the application's own code failed
     */
    Application make(String application, List<String> middlewares, boolean lint) throws Exception;

    /**
     * The factory of a name.
     *
     * @throws ApplicationLoadException there is none; the text lists those there are
     */
    static ApplicationFactory named(String name) {
        WsgiFactory wsgi = new WsgiFactory(ClassLoader.getSystemClassLoader());
        if (name.equals(wsgi.name())) {
            return wsgi; // the ServiceLoader's search of the whole class path is spared
        }
        List<ApplicationFactory> others = ServiceLoader.load(ApplicationFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return others.stream()
                .filter(factory -> factory.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ApplicationLoadException("there is no factory '" + name + "'; there are wsgi"
                        + others.stream().map(f -> ", " + f.name()).reduce("", String::concat)));
    }
}
