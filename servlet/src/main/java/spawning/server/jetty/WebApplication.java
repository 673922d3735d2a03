// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.util.ClassMatcher;
import spawning.protocol.WorkerSettings;
import spawning.server.factory.ApplicationLoadException;

/**
 * A web application as the servlet specification has it: with a class loader of its own, which hides the server's classes,
 * and sessions, whose cookie scripts do not see and other sites do not send, unless the application says otherwise. The context's attributes
 * {@code spawning.slot} and {@code spawning.generation} tell the application where it is, as integers.
 */
class WebApplication extends WebAppContext {
    /** The jars of the server that are searched for tag libraries. */
    private static final String TAG_LIBRARIES = ".*/(jakarta\\.servlet\\.jsp\\.jstl-api|wasp)-[^/]*\\.jar$";

    private final WorkFolder work;

    /** @param root the folder of its static files and of WEB-INF */
    WebApplication(WorkerSettings settings, int slot, WorkFolder work, Path root) throws IOException {
        this.work = work;
        setContextPath(settings.contextPath().isEmpty() ? "/" : settings.contextPath());
        setBaseResourceAsPath(root);
        setTempDirectory(work.make("temp").toFile());
        setExtraClasspath(String.join(";", settings.libraries()));
        setThrowUnavailableOnStartupException(true);
        setLogUrlOnStart(false);
        setAttribute(MetaInfConfiguration.CONTAINER_JAR_PATTERN, TAG_LIBRARIES);
        addHiddenClassMatcher(
                new ClassMatcher("spawning.server.", "spawning.bundled.", "spawning.protocol.", "org.postgresql."));
        setInitParameter("org.eclipse.jetty.servlet.Default.dirAllowed", "false");
        setInitParameter("org.eclipse.jetty.servlet.Default.etags", "true");
        setInitParameter("org.eclipse.jetty.servlet.Default.precompressed", "true");
        setErrorHandler(new DiscreetErrors());
        setLogger(new ApplicationLog(this::isStarted));
        getSessionHandler().setHttpOnly(true);
        getSessionHandler().setSameSite(HttpCookie.SameSite.LAX);
        getSecurityHandler()
                .setLoginService(Logins.of(
                        settings.loginUsers(), () -> getSecurityHandler().getRealmName()));
        WebSockets.of(this);
        setAttribute("spawning.slot", slot);
        setAttribute("spawning.generation", settings.generation());
    }

    /** Jetty wraps what its own parts and the application's threw; that is what is wrong, and not the wrapping. */
    @Override
    protected void doStart() throws Exception {
        try {
            super.doStart();
        } catch (InvocationTargetException | ServletException e) {
            switch (isJettys(e) ? e.getCause() : null) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    /** A servlet's init may throw a ServletException of its own, which says more than its cause does. */
    private static boolean isJettys(Exception e) {
        StackTraceElement[] stack = e.getStackTrace();
        return e instanceof InvocationTargetException
                || (stack.length > 0 && stack[0].getClassName().startsWith("org.eclipse.jetty."));
    }

    /** Jetty's own words for an abstract class name neither the class nor the servlet. */
    @Override
    protected void startWebapp() throws Exception {
        for (ServletHolder holder : getServletHandler().getServlets()) {
            String type = holder.getClassName();
            if (type != null && holder.getInitOrder() >= 0 && isAbstract(type)) {
                throw new ApplicationLoadException(
                        "class " + type + " of the servlet " + holder.getName() + " is abstract");
            }
        }
        super.startWebapp();
    }

    private boolean isAbstract(String type) {
        try {
            return Modifier.isAbstract(
                    Class.forName(type, false, getClassLoader()).getModifiers());
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // one of the server's, or missing, of which Jetty says enough
        }
    }

    @Override
    protected void stopContext() throws Exception {
        try {
            super.stopContext();
        } finally {
            work.remove();
        }
    }
}
