// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

import java.io.File;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.AbstractProtocol;

/**
 * {@link BenchServlet} in an embedded Tomcat: one process, its NIO connector, no sessions, no web.xml, no access log. The arguments are
 * the port and the threads that run the servlet: {@code virtual} is a virtual thread for each request, {@code pool} is Tomcat's own
 * pool of 200. Connections are kept for any number of requests, as by the others; Tomcat closes after 100 otherwise.
 */
public final class EmbeddedTomcat {
    private EmbeddedTomcat() {}

    public static String version() {
        return ServerInfo.getServerInfo().replace("Apache ", "").replace('/', ' ');
    }

    public static void main(String[] arguments) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[2]);
        tomcat.setConnector(connector(Integer.parseInt(arguments[0]), arguments[1].equals("virtual")));
        Context context = tomcat.addContext("", new File(arguments[2]).getAbsolutePath());
        Tomcat.addServlet(context, "bench", new BenchServlet()).addMapping("/*");
        tomcat.start();
        tomcat.getServer().await();
    }

    private static Connector connector(int port, boolean virtual) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        var _ = connector.setProperty("address", "127.0.0.1");
        var _ = connector.setProperty("maxKeepAliveRequests", "-1");
        var _ = connector.setProperty("acceptCount", "2048");
        if (virtual) {
            ((AbstractProtocol<?>) connector.getProtocolHandler())
                    .setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        }
        return connector;
    }
}
