// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import spawning.benchmarks.contender.Spawning.Application;
import spawning.benchmarks.peer.BareNetty;
import spawning.benchmarks.peer.EmbeddedJetty;
import spawning.benchmarks.peer.EmbeddedServlets;

/** All contenders, in the order of the tables. The first one is what the others are compared with. */
public final class Contenders {
    /** The one that ratios are computed against, unless told otherwise. */
    public static final String BASELINE = "netty";

    private Contenders() {}

    /** All of them; the variants that only a full run measures are in {@code all}. */
    public static List<Contender> of(Path home, boolean all) {
        List<Contender> contenders = new ArrayList<>(List.of(
                new JavaPeer(BASELINE, BareNetty.class, BareNetty.version() + ", one process, two loops, no contract"),
                new Spawning("spawning-t0", home, Application.WSGI, 2, 0, false, List.of()),
                new Spawning("spawning-t4", home, Application.WSGI, 2, 4, false, List.of()),
                new JavaPeer(
                        "jetty",
                        EmbeddedJetty.class,
                        EmbeddedJetty.version() + ", one process, embedded, its defaults"),
                new Spawning("spawning-servlet-t0", home, Application.SERVLET, 2, 0, false, List.of()),
                new Spawning("spawning-servlet-t4", home, Application.SERVLET, 2, 4, false, List.of()),
                embeddedServlet(),
                jettyServlet("jetty-servlet-virtual", "0", "virtual threads"),
                new Nginx(),
                new Gunicorn("gevent", home),
                new Gunicorn("sync", home)));
        if (all) {
            contenders.add(new Spawning("spawning-t0-log", home, Application.WSGI, 2, 0, true, List.of()));
            contenders.add(new Spawning("spawning-servlet-t4-log", home, Application.SERVLET, 2, 4, true, List.of()));
            contenders.add(jettyServlet("jetty-servlet", "default", "its default of 200 threads"));
            contenders.add(new Spawning("spawning-t4-log", home, Application.WSGI, 2, 4, true, List.of()));
        }
        return List.copyOf(contenders);
    }

    /** The servlet in Jetty alone, as {@code jetty-servlet-8}. */
    public static Contender embeddedServlet() {
        return jettyServlet("jetty-servlet-8", "8", "eight threads for the servlet");
    }

    private static JavaPeer jettyServlet(String name, String threads, String about) {
        return new JavaPeer(
                name,
                EmbeddedServlets.class,
                EmbeddedJetty.version() + ", one process, embedded, the servlet of spawning-servlet, " + about,
                List.of(threads));
    }
}
