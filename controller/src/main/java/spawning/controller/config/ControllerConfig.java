// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import spawning.controller.aot.AotMode;
import spawning.controller.evidence.EvidenceKind;
import spawning.controller.plan.Policy;
import spawning.controller.posix.Account;
import spawning.protocol.Insight;
import spawning.protocol.SessionStore;
import spawning.protocol.WarmUpSettings;
import spawning.protocol.WorkerSettings;

/**
 * Everything that was asked for, checked. A reload reads a new one; nobody changes one.
 *
 * @param code what is run
 * @param listening where
 * @param policy how many workers, and what becomes of them
 * @param process what every worker process is given
 * @param http what every worker allows its clients
 * @param logging what is written down
 * @param reloading when it reloads by itself
 * @param aot whether workers boot from an AOT cache
 * @param sessions where those of a web application are kept
 * @param warmUp what workers ask themselves before they are ready
 * @param evidence what is kept of workers that crash or are killed
 * @param status where it can be seen how all this goes
 * @param insight what can be seen of the workers' inside
 * @param service how it runs as a service
 * @param state the folder for this instance's snapshots; empty: a new one among the temporary files
 * @param control the unix socket on which it is steered, absolute; empty: one in that folder
 * @param inEffect the same as texts, for people: each value that counts, and where it came from
 */
public record ControllerConfig(
        Code code,
        Listening listening,
        Policy policy,
        WorkerProcess process,
        Http http,
        Logging logging,
        Reloading reloading,
        WarmUpSettings warmUp,
        Evidence evidence,
        Aot aot,
        Sessions sessions,
        Status status,
        Seen insight,
        Service service,
        Optional<Path> state,
        Optional<Path> control,
        List<Given> inEffect) {
    public ControllerConfig {
        inEffect = List.copyOf(inEffect);
    }

    /** The same with other evidence. */
    public ControllerConfig withEvidence(Evidence other) {
        return new ControllerConfig(
                code, listening, policy, process, http, logging, reloading, warmUp, other, aot, sessions, status,
                insight, service, state, control, inEffect);
    }

    /**
     * What is run.
     *
     * @param factory how the application is found: {@code wsgi}, {@code servlet} or {@code war}
     * @param application what the argument named
     * @param middlewares classes or members, innermost first
     * @param lint whether the application is wrapped in the validator of the contract
     * @param sources folders of Java sources, to be compiled; absolute, by their logical names
     * @param classPath entries as given, {@code --classpath} before the CLASSPATH variable; not resolved, for that is
     *     done anew for each generation
     * @param workingDirectory absolute; by its logical name, symbolic links not resolved, for the same reason
     * @param contextPath under which a web application stands: empty, or {@code /shop}
     * @param loginUsers who may log in to it, each as {@code name:password,role,role}, in Jetty's notation
     */
    public record Code(
            String factory,
            ApplicationReference application,
            List<String> middlewares,
            boolean lint,
            List<Path> sources,
            List<String> classPath,
            Path workingDirectory,
            String contextPath,
            List<String> loginUsers) {
        public Code {
            middlewares = List.copyOf(middlewares);
            sources = List.copyOf(sources);
            classPath = List.copyOf(classPath);
            loginUsers = List.copyOf(loginUsers);
        }

        /** Whether it is a web application, which has a class loader of its own and runs on Jetty. */
        public boolean web() {
            return Factory.web(factory);
        }
    }

    /**
     * Where it listens.
     *
     * @param binds at least one of {@code host:port}, {@code unix:/path} and {@code fd://3}, of plausible form
     * @param backlog connections that may wait; 1 to 65535
     */
    public record Listening(List<String> binds, int backlog) {
        public Listening {
            binds = List.copyOf(binds);
        }
    }

    /**
     * What every worker process is given.
     *
     * @param name stands in the process titles
     * @param jvmOptions in order, with {@code {slot}}, {@code {generation}} and {@code {pid}} not yet filled in
     * @param environment added to the controller's own
     * @param umask 0 to 0777; empty: the controller's own
     * @param debugPort the first port of 127.0.0.1 to try for a debugger to attach to; empty: none can
     */
    public record WorkerProcess(
            String name,
            List<String> jvmOptions,
            Map<String, String> environment,
            OptionalInt umask,
            OptionalInt debugPort) {
        public WorkerProcess {
            jvmOptions = List.copyOf(jvmOptions);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * What every worker allows its clients.
     *
     * @param threads that run the application; 0: green threads
     * @param keepAlive how long an idle connection is kept; zero: one request per connection
     * @param headerTimeout from the first byte of a request to the end of its header; more than zero
     * @param bodyTimeout the longest pause within a request's body; more than zero
     * @param writeTimeout the longest pause while a client takes its response; more than zero
     * @param requestTimeout how long the application may take to answer; zero is without limit
     * @param maxHeader request line and header together; 1k to 16m
     * @param maxBody of a request; may be {@link ByteSize#UNLIMITED}
     * @param workerConnections open connections a worker holds; 1 or more
     * @param forwardedAllowIps addresses and networks in CIDR notation, of plausible form
     */
    public record Http(
            int threads,
            Duration keepAlive,
            Duration headerTimeout,
            Duration bodyTimeout,
            Duration writeTimeout,
            Duration requestTimeout,
            ByteSize maxHeader,
            ByteSize maxBody,
            int workerConnections,
            List<String> forwardedAllowIps) {
        public Http {
            forwardedAllowIps = List.copyOf(forwardedAllowIps);
        }
    }

    /**
     * What is written down.
     *
     * @param accessLog an absolute file to append to, {@code -} for stdout, {@code /dev/null} for none
     * @param format of its lines, checked
     * @param requestIdHeader from which requests take their ids; empty: they have none
     * @param level the least level that is logged to stderr: ERROR, WARN, INFO, DEBUG or TRACE
     * @param traceBoot whether stderr shows what the start of each process consists of
     */
    public record Logging(String accessLog, String format, String requestIdHeader, String level, boolean traceBoot) {}

    /**
     * Where the sessions of a web application are kept.
     *
     * @param store where
     * @param lock how long a request waits for another of its session; zero: nobody waits
     */
    public record Sessions(SessionStore store, Duration lock) {
        /** Those of applications without. */
        public static final Sessions NONE = new Sessions(new SessionStore.Memory(false), Duration.ZERO);
    }

    /**
     * When it reloads by itself.
     *
     * @param how what is watched beside the files
     * @param watched files and folders, absolute
     * @param patterns absolute globs
     * @param configuration files that the configuration was read from, absolute
     */
    public record Reloading(How how, List<Path> watched, List<String> patterns, List<Path> configuration) {
        public Reloading {
            watched = List.copyOf(watched);
            patterns = List.copyOf(patterns);
            configuration = List.copyOf(configuration);
        }

        /** What {@code --reload} names. */
        public enum How {
            /** Only what is named is watched, if anything. */
            NONE,
            /** What the generation was made from. */
            DEV,
            /** The revision of the working copy. */
            GIT,
            /** The revision of the working copy. */
            SVN
        }

        /** The absolute glob of what matches in a folder, whose own name may hold characters that mean something in a glob. */
        public static String within(Path folder, String glob) {
            return folder.toString().replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0") + "/" + glob;
        }

        /** Whether the application is being developed: its mistakes are shown to whoever asks for a page. */
        public boolean developing() {
            return how == How.DEV;
        }

        /** Whether there is anything to watch. */
        public boolean wanted() {
            return how != How.NONE || !watched.isEmpty() || !patterns.isEmpty();
        }
    }

    /**
     * What is kept of workers that crash or are killed.
     *
     * @param folder absolute
     * @param size of all that is kept
     */
    public record Evidence(EvidenceKind kind, Path folder, ByteSize size) {}

    /**
     * Whether workers boot from an AOT cache.
     *
     * @param delay from when a generation serves to the training of its cache
     * @param folder of all caches, absolute; empty: one that goes with this instance, for the user has no home
     */
    public record Aot(AotMode mode, Duration delay, Optional<Path> folder) {}

    /**
     * Where the status service listens.
     *
     * @param host a name or an address without brackets
     * @param port 1 to 65535; 0 if there shall be none
     */
    public record Status(String host, int port) {
        /** Whether there shall be one. */
        public boolean wanted() {
            return port != 0;
        }
    }

    /**
     * What can be seen of the workers' inside.
     *
     * @param sysinfo whether {@code /_sysinfo} is answered
     * @param coverage whether they run with JaCoCo, and {@code /_coverage} is answered
     * @param backdoor whether a JShell can be opened in them
     * @param allow who may ask for these paths: networks of plausible form, or {@code all}
     */
    public record Seen(boolean sysinfo, boolean coverage, boolean backdoor, List<String> allow) {
        public Seen {
            allow = List.copyOf(allow);
        }

        private boolean any() {
            return sysinfo || coverage || backdoor;
        }
    }

    private @Nullable Insight insight(Path coverageFolder, List<Path> classPath) {
        if (!insight.any()) {
            return null;
        }
        Stream<Path> source = code.application() instanceof ApplicationReference.SourceFile(Path file)
                ? Stream.of(code.workingDirectory().resolve(file))
                : Stream.empty();
        return new Insight(
                insight.sysinfo(),
                insight.coverage() ? coverageFolder.toString() : "",
                insight.backdoor(),
                insight.allow(),
                classPath.stream().map(Path::toString).toList(),
                Stream.concat(source, code.sources().stream())
                        .map(Path::toString)
                        .toList());
    }

    /**
     * How it runs as a service. What belongs to the process keeps its value until a restart.
     *
     * @param daemonize whether it goes into the background
     * @param pidFile where others find its process id; absolute
     * @param stdout where standard output is appended to; absolute; empty: as the caller has it
     * @param stderr likewise
     * @param account whose it becomes, once the addresses are bound; empty: it stays the caller's
     */
    public record Service(
            boolean daemonize,
            Optional<Path> pidFile,
            Optional<Path> stdout,
            Optional<Path> stderr,
            Optional<Account> account) {
        /** In the foreground, as who called it. */
        public static final Service FOREGROUND =
                new Service(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What the workers of one generation are to know.
     *
     * @param generation counted from 1
     * @param application as the snapshot names it
     * @param classPath of the snapshot
     * @param coverageFolder where JaCoCo is
     * @param listeners in the order in which they are handed down
     */
    public WorkerSettings workerSettings(
            int generation,
            String application,
            List<Path> classPath,
            Path coverageFolder,
            List<WorkerSettings.Listener> listeners) {
        return new WorkerSettings(
                generation,
                code.factory(),
                application,
                code.web() ? classPath.stream().map(Path::toString).toList() : List.of(),
                code.contextPath(),
                code.loginUsers(),
                code.middlewares(),
                code.lint(),
                policy.processes(),
                http.threads(),
                http.keepAlive(),
                http.headerTimeout(),
                http.bodyTimeout(),
                http.writeTimeout(),
                http.requestTimeout(),
                Math.toIntExact(http.maxHeader().bytes()),
                http.maxBody().bytes(),
                http.workerConnections(),
                http.forwardedAllowIps(),
                policy.deadman(),
                policy.bootTimeout(),
                logging.accessLog(),
                logging.format(),
                logging.requestIdHeader(),
                logging.level(),
                sessions.store(),
                sessions.lock(),
                warmUp,
                insight(coverageFolder, classPath),
                listeners);
    }
}
