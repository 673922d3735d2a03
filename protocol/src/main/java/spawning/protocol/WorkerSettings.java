// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a worker of one generation has to know; written beside the generation's code by the controller, read by each of
 * its workers at boot. What differs from worker to worker (slot, descriptors) stands on its command line instead.
 *
 * @param generation counted from 1
 * @param factory how the application is found: {@code wsgi}, later others
 * @param application the application as the factory wants it, such as {@code com.acme.Shop::app}
 * @param libraries jars of an application that has a class loader of its own, in order; none where it is on the class
 *     path of the JVM
 * @param contextPath under which a servlet application stands: empty, or {@code /shop}
 * @param loginUsers who may log in to it: {@code name:password,role,role} each, in Jetty's notation
 * @param middlewares classes, or static fields or methods, innermost first
 * @param processes how many workers serve at once; 1 or more
 * @param lint whether the application is wrapped in the validator of the contract
 * @param threads platform threads that run the application in each worker; 0: green threads
 * @param keepAlive how long an idle connection is kept; zero means {@code --no-keepalive}
 * @param headerTimeout from the first byte of a request to the end of its header
 * @param bodyTimeout the longest pause while a body is received
 * @param writeTimeout the longest pause while a response is sent
 * @param requestTimeout how long the application may take to answer a request; zero is without limit
 * @param maxHeader bytes of a request's line and header together
 * @param maxBody bytes of a request's body
 * @param workerConnections open connections a worker holds before it leaves new ones to others
 * @param forwardedAllowIps addresses and networks in CIDR notation whose Forwarded and X-Forwarded-* are believed
 * @param deadman how long a worker may go on after the controller died; zero is without limit
 * @param bootTimeout from spawn to ready, after which the controller kills the worker; zero is without limit
 * @param accessLog a file to append to, {@code -} for stdout, {@code /dev/null} for none
 * @param logFormat of its lines, as {@link spawning.protocol.log.LogFormat#parse} reads it
 * @param requestIdHeader from which the id of a request is taken; empty: requests have none
 * @param logLevel the least level that is logged: ERROR, WARN, INFO, DEBUG or TRACE
 * @param sessions where the sessions of a servlet application are kept; of no meaning for others
 * @param sessionLock how long a request waits for another of its session; zero: nobody waits, and the last writer wins
 * @param warmUp what a worker asks itself before it is ready
 * @param insight what can be seen of the worker's inside; null: nothing
 * @param listeners what the listener descriptors are, in the order in which they are handed down
 */
public record WorkerSettings(
        int generation,
        String factory,
        String application,
        List<String> libraries,
        String contextPath,
        List<String> loginUsers,
        List<String> middlewares,
        boolean lint,
        int processes,
        int threads,
        Duration keepAlive,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration writeTimeout,
        Duration requestTimeout,
        int maxHeader,
        long maxBody,
        int workerConnections,
        List<String> forwardedAllowIps,
        Duration deadman,
        Duration bootTimeout,
        String accessLog,
        String logFormat,
        String requestIdHeader,
        String logLevel,
        SessionStore sessions,
        Duration sessionLock,
        WarmUpSettings warmUp,
        @Nullable Insight insight,
        List<Listener> listeners) {

    /** Folders are written as absolute ones. */
    private static final Path ROOT = Path.of("/");

    public WorkerSettings {
        libraries = List.copyOf(libraries);
        loginUsers = List.copyOf(loginUsers);
        middlewares = List.copyOf(middlewares);
        forwardedAllowIps = List.copyOf(forwardedAllowIps);
        listeners = List.copyOf(listeners);
    }

    /**
     * One listener.
     *
     * @param kind what it is
     * @param address as bound and as shown: {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code unix:/run/a.sock}
     */
    public record Listener(ListenerKind kind, String address) {}

    /** The application that a training asks in place of the real one. */
    public static final String BUILT_IN = "spawning.server.training.BuiltIn";

    /** The same as a servlet. */
    public static final String BUILT_IN_SERVLET = "spawning.server.jetty.training.BuiltInServlet";

    /** Whether the application is one of these. */
    public boolean builtIn() {
        return application.equals(BUILT_IN) || application.equals(BUILT_IN_SERVLET);
    }

    /**
     * The same for a worker that is rehearsed, where an AOT cache is recorded: it listens on a unix socket that only it
     * knows, and what it writes goes to a folder of its own; nothing that belongs to the service is touched, no database
     * of sessions either.
     *
     * @param folder of the rehearsal, absolute
     * @param builtIn whether the server's own application is rehearsed in place of this one
     */
    public WorkerSettings ofTraining(Path folder, boolean builtIn) {
        return new WorkerSettings(
                generation,
                factory,
                builtIn ? BUILT_IN : application,
                libraries,
                contextPath,
                loginUsers,
                builtIn ? List.of() : middlewares,
                !builtIn && lint,
                processes,
                threads,
                keepAlive,
                headerTimeout,
                bodyTimeout,
                writeTimeout,
                requestTimeout,
                maxHeader,
                maxBody,
                workerConnections,
                forwardedAllowIps,
                Duration.ZERO,
                bootTimeout,
                accessLog.equals("/dev/null")
                        ? accessLog
                        : folder.resolve("access.log").toString(),
                logFormat,
                requestIdHeader,
                logLevel,
                sessions instanceof SessionStore.Folder
                        ? new SessionStore.Folder(folder.resolve("sessions"))
                        : new SessionStore.Memory(true),
                sessionLock,
                builtIn ? WarmUpSettings.NONE : warmUp,
                insight,
                List.of(new Listener(ListenerKind.UNIX, "unix:" + folder.resolve("s"))));
    }

    /** Writes the settings to a file, as {@code java.util.Properties} does. */
    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values());
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    /**
     * Reads the settings from a file.
     *
     * @throws IOException the file cannot be read
     * @throws IllegalArgumentException a value is missing or malformed; the text names it
     */
    public static WorkerSettings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Values v = new Values(properties, file);
        return new WorkerSettings(
                v.integer("generation"),
                v.text("factory"),
                v.text("application"),
                v.list("library"),
                v.text("context-path"),
                v.list("login-user"),
                v.list("middleware"),
                v.flag("lint"),
                v.integer("processes"),
                v.integer("threads"),
                v.millis("keep-alive-ms"),
                v.millis("header-timeout-ms"),
                v.millis("body-timeout-ms"),
                v.millis("write-timeout-ms"),
                v.millis("request-timeout-ms"),
                v.integer("max-header"),
                v.number("max-body"),
                v.integer("worker-connections"),
                v.list("forwarded-allow-ips"),
                v.millis("deadman-ms"),
                v.millis("boot-timeout-ms"),
                v.text("access-log"),
                v.text("log-format"),
                v.text("request-id-header"),
                v.text("log-level"),
                SessionStore.parse(v.text("sessions"), ROOT, ROOT),
                v.millis("session-lock-ms"),
                new WarmUpSettings(
                        v.list("warmup"),
                        v.text("warmup-host"),
                        v.millis("warmup-time-ms"),
                        v.integer("warmup-requests")),
                v.flag("insight") ? insight(v) : null,
                listeners(v));
    }

    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        values.put("generation", Integer.toString(generation));
        values.put("factory", factory);
        values.put("application", application);
        putList(values, "library", libraries);
        values.put("context-path", contextPath);
        putList(values, "login-user", loginUsers);
        putList(values, "middleware", middlewares);
        values.put("lint", Boolean.toString(lint));
        values.put("processes", Integer.toString(processes));
        values.put("threads", Integer.toString(threads));
        values.put("keep-alive-ms", Long.toString(keepAlive.toMillis()));
        values.put("header-timeout-ms", Long.toString(headerTimeout.toMillis()));
        values.put("body-timeout-ms", Long.toString(bodyTimeout.toMillis()));
        values.put("write-timeout-ms", Long.toString(writeTimeout.toMillis()));
        values.put("request-timeout-ms", Long.toString(requestTimeout.toMillis()));
        values.put("max-header", Integer.toString(maxHeader));
        values.put("max-body", Long.toString(maxBody));
        values.put("worker-connections", Integer.toString(workerConnections));
        putList(values, "forwarded-allow-ips", forwardedAllowIps);
        values.put("deadman-ms", Long.toString(deadman.toMillis()));
        values.put("boot-timeout-ms", Long.toString(bootTimeout.toMillis()));
        values.put("access-log", accessLog);
        values.put("log-format", logFormat);
        values.put("request-id-header", requestIdHeader);
        values.put("log-level", logLevel);
        values.put("sessions", sessions.text());
        values.put("session-lock-ms", Long.toString(sessionLock.toMillis()));
        putList(values, "warmup", warmUp.paths());
        values.put("warmup-host", warmUp.host());
        values.put("warmup-time-ms", Long.toString(warmUp.time().toMillis()));
        values.put("warmup-requests", Integer.toString(warmUp.requests()));
        values.put("insight", Boolean.toString(insight != null));
        if (insight != null) {
            put(values, insight);
        }
        putList(
                values,
                "listener",
                listeners.stream().map(l -> l.kind() + " " + l.address()).toList());
        return values;
    }

    private static void put(Map<String, String> values, Insight insight) {
        values.put("insight.sysinfo", Boolean.toString(insight.sysinfo()));
        values.put("insight.coverage", insight.coverage());
        values.put("insight.backdoor", Boolean.toString(insight.backdoor()));
        putList(values, "insight.allow", insight.allow());
        putList(values, "insight.class-path", insight.classPath());
        putList(values, "insight.source", insight.sources());
    }

    private static Insight insight(Values v) {
        return new Insight(
                v.flag("insight.sysinfo"),
                v.text("insight.coverage"),
                v.flag("insight.backdoor"),
                v.list("insight.allow"),
                v.list("insight.class-path"),
                v.list("insight.source"));
    }

    private static void putList(Map<String, String> values, String key, List<String> items) {
        values.put(key + ".count", Integer.toString(items.size()));
        for (int i = 0; i < items.size(); i++) {
            values.put(key + "." + i, items.get(i));
        }
    }

    private static List<Listener> listeners(Values v) {
        List<Listener> listeners = new ArrayList<>();
        for (String text : v.list("listener")) {
            listeners.add(listener(text));
        }
        return listeners;
    }

    private static Listener listener(String text) {
        int space = text.indexOf(' ');
        return new Listener(ListenerKind.valueOf(text.substring(0, space)), text.substring(space + 1));
    }

    /** Typed access to properties; every complaint names the key and the file. */
    private record Values(Properties properties, Path file) {
        String text(String key) {
            String value = properties.getProperty(key);
            if (value == null) {
                throw new IllegalArgumentException(file + " lacks " + key);
            }
            return value;
        }

        long number(String key) {
            try {
                return Long.parseLong(text(key));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(file + ": " + key + "=" + text(key) + " is no number", e);
            }
        }

        boolean flag(String key) {
            return switch (text(key)) {
                case "true" -> true;
                case "false" -> false;
                default ->
                    throw new IllegalArgumentException(file + ": " + key + "=" + text(key) + " is not true or false");
            };
        }

        int integer(String key) {
            return Math.toIntExact(number(key));
        }

        Duration millis(String key) {
            return Duration.ofMillis(number(key));
        }

        List<String> list(String key) {
            int count = integer(key + ".count");
            List<String> items =
                    new ArrayList<>(count); // each worker reads this as it boots: streams would cost it time
            for (int i = 0; i < count; i++) {
                items.add(text(key + "." + i));
            }
            return items;
        }
    }
}
