// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import spawning.benchmarks.contender.Spawning.Application;
import spawning.benchmarks.contender.Spawning.Heap;
import spawning.benchmarks.peer.BareNetty;
import spawning.benchmarks.peer.EmbeddedJetty;
import spawning.benchmarks.peer.EmbeddedServlets;
import spawning.benchmarks.peer.EmbeddedTomcat;
import spawning.benchmarks.peer.EmbeddedUndertow;

/** All contenders, in the order of the tables. The first one is what the others are compared with. */
public final class Contenders {
    /** The one that ratios are computed against, unless told otherwise. */
    public static final String BASELINE = "netty";

    private static final Set<String> NOT_QUICK = Set.of(
            "spawning-t0-log",
            "spawning-t4-log",
            "spawning-servlet-t4-log",
            "jetty-servlet",
            "tomcat-virtual",
            "tomcat-pool",
            "undertow-io",
            "undertow-dispatch",
            "puma");

    private Contenders() {}

    /** Whether a quick run measures it, even if it was not named. */
    public static boolean isQuick(String name) {
        return !NOT_QUICK.contains(name);
    }

    public static List<Contender> of(Path home) {
        return List.of(
                new JavaPeer(BASELINE, BareNetty.class, BareNetty.version() + ", one process, two loops, no contract"),
                spawning("spawning-t0", home, Application.WSGI, 0, false),
                spawning("spawning-t4", home, Application.WSGI, 4, false),
                spawning("spawning-t0-log", home, Application.WSGI, 0, true),
                spawning("spawning-t4-log", home, Application.WSGI, 4, true),
                jetty(),
                undertow("io", "the handler on one of two IO threads, and on its pool where it blocks"),
                undertow("dispatch", "the handler on its pool of its own size"),
                spawning("spawning-servlet-t0", home, Application.SERVLET, 0, false),
                spawning("spawning-servlet-t4", home, Application.SERVLET, 4, false),
                spawning("spawning-servlet-t4-log", home, Application.SERVLET, 4, true),
                embeddedServlet(),
                jettyServlet("jetty-servlet-virtual", "0", "virtual threads"),
                jettyServlet("jetty-servlet", "default", "its default of 200 threads"),
                tomcat("virtual", "virtual threads"),
                tomcat("pool", "its default of 200 threads"),
                new Nginx(),
                new Gunicorn("gevent", home, 2),
                new Gunicorn("sync", home, 2),
                new Puma(home, 2));
    }

    /** The one of that name. */
    public static Contender named(Path home, String name) {
        return of(home).stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no contender is named " + name));
    }

    /** Java peers of these names, with the heap that the JVM chooses. */
    public static List<Contender> javaPeers(List<String> names) {
        return of(Path.of("")).stream()
                .filter(contender -> names.contains(contender.name()))
                .map(contender -> (Contender) ((JavaPeer) contender).withDefaultHeap())
                .toList();
    }

    /** Jetty's own interface, no servlets. */
    public static JavaPeer jetty() {
        return new JavaPeer(
                "jetty", EmbeddedJetty.class, EmbeddedJetty.version() + ", one process, embedded, its defaults");
    }

    /** The servlet in Jetty alone, as {@code jetty-servlet-8}. */
    public static JavaPeer embeddedServlet() {
        return jettyServlet("jetty-servlet-8", "8", "eight threads for the servlet");
    }

    /** The servlet in Tomcat, with threads {@code virtual} or {@code pool}. */
    public static JavaPeer tomcat(String threads, String about) {
        return new JavaPeer(
                "tomcat-" + threads,
                EmbeddedTomcat.class,
                EmbeddedTomcat.version() + ", one process, embedded, NIO, the servlet of spawning-servlet, " + about,
                List.of(threads));
    }

    private static Spawning spawning(String name, Path home, Application application, int threads, boolean log) {
        return new Spawning(name, home, application, 2, threads, Heap.FIXED, log, List.of());
    }

    private static JavaPeer undertow(String where, String about) {
        return new JavaPeer(
                "undertow-" + where,
                EmbeddedUndertow.class,
                EmbeddedUndertow.version() + ", one process, no servlets, " + about,
                List.of(where));
    }

    private static JavaPeer jettyServlet(String name, String threads, String about) {
        return new JavaPeer(
                name,
                EmbeddedServlets.class,
                EmbeddedJetty.version() + ", one process, embedded, the servlet of spawning-servlet, " + about,
                List.of(threads));
    }
}
