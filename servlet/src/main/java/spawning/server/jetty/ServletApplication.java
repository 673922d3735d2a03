// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.lang.reflect.Modifier;
import org.eclipse.jetty.ee11.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import spawning.protocol.WorkerSettings;
import spawning.server.factory.ApplicationLoadException;

/**
 * {@code --factory=servlet com.acme.MyServlet}: a web application without a WAR. The servlet gets all requests, unless it
 * says by {@code @WebServlet} where it stands. The annotations of all classes on the application's class path count.
 */
final class ServletApplication extends WebApplication {
    /** Smaller uploads stay in memory. */
    private static final int IN_MEMORY = 64 << 10;

    /** As Jetty has it for WAR files. */
    private static final int SESSION_SECONDS = 30 * 60;

    private final String servlet;

    ServletApplication(WorkerSettings settings, int slot, WorkFolder work) throws IOException {
        super(settings, slot, work, work.make("root"));
        this.servlet = settings.application();
        withoutPages();
    }

    /** Neither the default servlet nor JSP, whose start takes half of the boot. */
    private void withoutPages() {
        setDefaultsDescriptor(null);
        setAttribute(AnnotationConfiguration.SERVLET_CONTAINER_INITIALIZER_EXCLUSION_PATTERN, ".*Jasper.*");
        getSessionHandler().setMaxInactiveInterval(SESSION_SECONDS);
    }

    /** Runs when the application's class loader is there, and before its servlets are. */
    @Override
    public boolean configure() throws Exception {
        boolean configured = super.configure();
        Class<? extends Servlet> type = load();
        if (!type.isAnnotationPresent(WebServlet.class)) {
            ServletHolder holder = new ServletHolder(type);
            holder.setAsyncSupported(true);
            holder.setInitOrder(1);
            holder.getRegistration().setMultipartConfig(uploads(type));
            addServlet(holder, "/*");
        }
        return configured;
    }

    private Class<? extends Servlet> load() {
        Class<?> type;
        try {
            type = Class.forName(servlet, false, getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ApplicationLoadException("class " + servlet + " is not on the class path", e);
        } catch (LinkageError e) {
            throw new ApplicationLoadException("class " + servlet + " cannot be linked: " + e.getMessage(), e);
        }
        if (!Servlet.class.isAssignableFrom(type)) {
            throw new ApplicationLoadException("class " + servlet + notServlet(type));
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new ApplicationLoadException("class " + servlet + " is abstract");
        }
        return type.asSubclass(Servlet.class);
    }

    private static String notServlet(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (c.getName().startsWith("javax.servlet.")) {
                return " is a servlet of the old javax.servlet; this server speaks jakarta.servlet 6: have it migrated,"
                        + " for example by the Jakarta migration tool of Tomcat";
            }
        }
        return " does not implement jakarta.servlet.Servlet";
    }

    private MultipartConfigElement uploads(Class<?> type) {
        MultipartConfig own = type.getAnnotation(MultipartConfig.class);
        return own != null
                ? new MultipartConfigElement(own)
                : new MultipartConfigElement(getTempDirectory().getPath(), -1, -1, IN_MEMORY);
    }
}
