// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every option there is: the one table from which the command line, {@code --help}, the environment variables and the
 * keys of the configuration file follow. Ranges are checked where a value is read, in {@link ConfigReader}.
 */
public enum Option {
    APPLICATION(
            "application",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "APPLICATION",
            "",
            "A class (com.acme.Shop), a static field or method (com.acme.Shop::app) or a source file (Hello.java)."),
    MIDDLEWARE(
            "middleware",
            "",
            Kind.MANY,
            OptionGroup.APPLICATION,
            "MIDDLEWARE",
            "",
            "Classes, or static fields or methods, wrapped around the application, the last one outermost."),
    LINT(
            "lint",
            "",
            Kind.FLAG,
            OptionGroup.APPLICATION,
            "",
            "false",
            "Check that application and middlewares keep to the contract; a breach is logged and answered 500."),
    FACTORY(
            "factory",
            "f",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "NAME",
            "wsgi",
            "How the application is found: wsgi, servlet (a class), or war (chosen by itself for a .war file or a folder"
                    + " with WEB-INF)."),
    CONTEXT_PATH(
            "context-path",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "PATH",
            "/",
            "Where a servlet or a WAR file stands below the host, such as /shop."),
    SESSIONS(
            "sessions",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "WHERE",
            "file",
            "Where sessions of servlets and WAR files are kept: file, file:FOLDER, jdbc:postgresql://HOST/DATABASE, or"
                    + " memory (with --processes 1; memory:force with more)."),
    SESSION_LOCK(
            "session-lock",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "TIME",
            "20",
            "How long a request waits for another one of its session; none: nobody waits, and the last writer wins."),
    LOGIN_USERS(
            "login-users",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "FILE",
            "",
            "Who may log in to a web application with a <login-config>: lines user: password,role,..."),
    CLASSPATH(
            "classpath",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "PATH",
            "",
            "Jars, folders and folder/* separated by colons; CLASSPATH and the working directory follow."),
    SOURCE(
            "source",
            "",
            Kind.MANY,
            OptionGroup.APPLICATION,
            "DIR",
            "",
            "A tree of Java sources (src/main/java) that is compiled for each generation; the application is a class"
                    + " in it."),
    CHDIR(
            "chdir",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "DIR",
            "",
            "Working directory of the workers, and where relative paths begin."),
    ENV(
            "env",
            "",
            Kind.MANY,
            OptionGroup.APPLICATION,
            "KEY=VALUE",
            "",
            "An environment variable of the workers. Repeatable."),
    UMASK(
            "umask",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "OCTAL",
            "",
            "File mode mask of the workers, such as 027; otherwise the one of the caller."),
    NAME(
            "name",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "NAME",
            "",
            "Name in the process titles; otherwise the application."),
    JVM_OPTION(
            "jvm-option",
            "J",
            Kind.MANY,
            OptionGroup.APPLICATION,
            "OPTION",
            "",
            "An option for the worker JVMs, such as -J -Xmx256m, instead of what is reckoned. {slot}, {generation} and {pid}"
                    + " (the controller's) are filled in. Repeatable."),
    DEBUG(
            "debug",
            "",
            Kind.SWITCH,
            OptionGroup.APPLICATION,
            "PORT",
            "false",
            "One worker that a debugger can attach to, at PORT of 127.0.0.1 or the next free one of ten (true is"
                    + " 5005); no boot timeout, no deadman."),

    HOST("host", "i", Kind.ONE, OptionGroup.LISTENING, "HOST", "127.0.0.1", "Address to listen on."),
    PORT("port", "p", Kind.ONE, OptionGroup.LISTENING, "PORT", "8080", "Port to listen on; 0 lets the kernel choose."),
    BIND(
            "bind",
            "",
            Kind.MANY,
            OptionGroup.LISTENING,
            "ADDRESS",
            "",
            "host:port, unix:/path or fd://3, instead of --host and --port. Repeatable."),
    BACKLOG(
            "backlog",
            "",
            Kind.ONE,
            OptionGroup.LISTENING,
            "N",
            "2048",
            "Connections that may wait to be accepted; the kernel's somaxconn caps it."),

    PROCESSES("processes", "s", Kind.ONE, OptionGroup.WORKERS, "N", "4", "Worker processes that serve at once."),
    THREADS(
            "threads",
            "t",
            Kind.ONE,
            OptionGroup.WORKERS,
            "N",
            "4",
            "Threads that run the application, per worker; 0: green threads on the event loop, or a virtual thread a request"
                    + " for servlets."),
    BOOT_TIMEOUT(
            "boot-timeout",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "TIME",
            "60",
            "A worker not ready by then is killed; 0 is no limit."),
    WARMUP(
            "warmup",
            "",
            Kind.MANY,
            OptionGroup.WORKERS,
            "PATH",
            "",
            "Ask each new worker for it (GET), over and over until it gets no faster, before it takes a client."),
    WARMUP_TIME(
            "warmup-time",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "TIME",
            "5",
            "How long that may take; half of what is left of --boot-timeout at most."),
    WARMUP_REQUESTS(
            "warmup-requests",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "N",
            "0",
            "How often a worker is asked for each --warmup at most; 0 is no limit."),
    WARMUP_HOST(
            "warmup-host",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "HOST",
            "localhost",
            "The Host header of these requests."),
    DEADMAN(
            "deadman",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "TIME",
            "120",
            "A worker told to leave that still has requests by then is killed; 0 is no limit."),
    REQUEST_TIMEOUT(
            "request-timeout",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "TIME",
            "0",
            "A request not answered by then gets a 503, and its worker is replaced if it does not end; 0 is no limit."),
    HANG_TIMEOUT(
            "hang-timeout",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "TIME",
            "30",
            "A worker that shows no sign of life for so long is killed; 0 is no limit."),
    MAX_REQUESTS(
            "max-requests",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "N",
            "0",
            "Requests after which a worker is replaced, 90 to 100 % of it for each; 0 is no limit."),
    MAX_AGE(
            "max-age",
            "a",
            Kind.ONE,
            OptionGroup.WORKERS,
            "TIME",
            "0",
            "After how long a worker is replaced, 90 to 100 % of it for each; 0 is no limit."),
    MAX_WORKER_MEMORY(
            "max-worker-memory",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "SIZE",
            "0",
            "Memory of a worker, beyond which it is replaced: 512m, 2g, or a bare number of kilobytes; 0 is no limit."),
    MAX_MEMORY(
            "max-memory",
            "m",
            Kind.ONE,
            OptionGroup.WORKERS,
            "SIZE",
            "0",
            "Memory of controller and workers together, beyond which workers are replaced, the largest first; 0 is no"
                    + " limit."),
    EVIDENCE(
            "evidence",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "HOW",
            "basic",
            "What is kept of a worker that crashed or was killed: none, basic, jfr (a recording too) or heap (and a heap"
                    + " dump, which holds all secrets)."),
    EVIDENCE_DIR(
            "evidence-dir",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "DIR",
            "",
            "Where that is kept; otherwise STATE_DIRECTORY or XDG_STATE_HOME."),
    EVIDENCE_SIZE(
            "evidence-size",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "SIZE",
            "256m",
            "How much of it is kept: the oldest goes first."),
    SURGE("surge", "", Kind.ONE, OptionGroup.WORKERS, "N", "1", "Workers started above --processes in a reload."),
    MAX_DRAINING(
            "max-draining",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "N",
            "",
            "Old workers that may finish their requests at once; otherwise as --processes."),
    STANDBY(
            "standby",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "N",
            "0",
            "Workers that wait beside --processes, ready, and serve at once when another is lost or replaced."),
    ON_CRASH(
            "on-crash",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "WHAT",
            "replace",
            "replace the worker that crashed, or restart-all."),
    PANIC_LIMIT(
            "panic-limit",
            "",
            Kind.ONE,
            OptionGroup.WORKERS,
            "N",
            "5",
            "Failed tries, with no worker ever ready, before giving up with exit code 4."),

    KEEP_ALIVE(
            "keep-alive",
            "",
            Kind.ONE,
            OptionGroup.HTTP,
            "TIME",
            "15",
            "How long an idle connection is kept; 0 is as --no-keepalive."),
    NO_KEEPALIVE("no-keepalive", "", Kind.FLAG, OptionGroup.HTTP, "", "false", "One request per connection."),
    HEADER_TIMEOUT(
            "header-timeout",
            "",
            Kind.ONE,
            OptionGroup.HTTP,
            "TIME",
            "10",
            "From the first byte of a request to the end of its header."),
    BODY_TIMEOUT(
            "body-timeout", "", Kind.ONE, OptionGroup.HTTP, "TIME", "60", "Longest pause within a request's body."),
    WRITE_TIMEOUT(
            "write-timeout",
            "",
            Kind.ONE,
            OptionGroup.HTTP,
            "TIME",
            "60",
            "Longest pause while a client takes its response."),
    MAX_HEADER(
            "max-header", "", Kind.ONE, OptionGroup.HTTP, "SIZE", "64k", "Largest request line and header together."),
    MAX_BODY("max-body", "", Kind.ONE, OptionGroup.HTTP, "SIZE", "1g", "Largest request body; 0 is no limit."),
    WORKER_CONNECTIONS(
            "worker-connections",
            "",
            Kind.ONE,
            OptionGroup.HTTP,
            "N",
            "1000",
            "Open connections a worker holds before it leaves new ones to the others."),

    FORWARDED_ALLOW_IPS(
            "forwarded-allow-ips",
            "",
            Kind.ONE,
            OptionGroup.HTTP,
            "NETWORKS",
            "127.0.0.1,::1,unix",
            "Proxies whose Forwarded and X-Forwarded-* are believed: addresses and CIDR networks with commas, unix for"
                    + " clients of unix sockets, * for anybody."),

    RELOAD(
            "reload",
            "r",
            Kind.ONE,
            OptionGroup.RELOADING,
            "HOW",
            "none",
            "Reload by itself: dev, when what the application is made from changes (and one worker unless --processes is"
                    + " given); git or svn, when the revision of its working copy does; none."),
    WATCH(
            "watch",
            "w",
            Kind.MANY,
            OptionGroup.RELOADING,
            "PATH",
            "",
            "A file, a folder with all it holds, or a pattern (conf/*.xml); when it changes, all is reloaded."),
    STATUS_HOST(
            "status-host",
            "",
            Kind.ONE,
            OptionGroup.STATUS,
            "HOST",
            "127.0.0.1",
            "Address of the status service; whoever can reach it sees configuration and requests, and can change"
                    + " nothing."),
    STATUS_PORT(
            "status-port",
            "",
            Kind.ONE,
            OptionGroup.STATUS,
            "PORT",
            "0",
            "Its port, for /status, /status.json, /metrics, /healthz and /readyz; 0 is none."),
    ACCESS_LOG_FILE(
            "access-log-file",
            "l",
            Kind.ONE,
            OptionGroup.LOGS,
            "FILE",
            "-",
            "Where requests are logged; - is stdout, /dev/null costs nothing."),
    LOG_FORMAT(
            "log-format",
            "",
            Kind.ONE,
            OptionGroup.LOGS,
            "FORMAT",
            "spawning",
            "Format of the access log: spawning, common, combined, json, or a format string as Apache has it, such as"
                    + " '%h %t \"%r\" %>s %B %T %L'."),
    REQUEST_ID_HEADER(
            "request-id-header",
            "",
            Kind.ONE,
            OptionGroup.LOGS,
            "NAME",
            "X-Request-Id",
            "Request header from which a request's id is taken, where it is sent; none: requests have no id."),
    LOG_LEVEL("log-level", "", Kind.ONE, OptionGroup.LOGS, "LEVEL", "info", "error, warn, info, debug or trace."),
    VERBOSE(
            "verbose",
            "v",
            Kind.FLAG,
            OptionGroup.LOGS,
            "",
            "false",
            "As --log-level debug; also shows how heap and threads of the workers were reckoned."),

    SYSINFO(
            "sysinfo",
            "",
            Kind.FLAG,
            OptionGroup.INSIGHT,
            "",
            "false",
            "/_sysinfo tells about a worker as JSON: system, JVM, class path, limits; no secrets."),
    COVERAGE(
            "coverage",
            "c",
            Kind.FLAG,
            OptionGroup.INSIGHT,
            "",
            "false",
            "Workers run with JaCoCo: /_coverage shows which code of the application ran in any of them, /_coverage.exec is"
                    + " its data."),
    INSIGHT_ALLOW(
            "insight-allow",
            "",
            Kind.ONE,
            OptionGroup.INSIGHT,
            "NETWORKS",
            "127.0.0.0/8,::1",
            "Clients that /_sysinfo and /_coverage answer: addresses and CIDR networks with commas, or all."),
    BACKDOOR(
            "backdoor",
            "",
            Kind.FLAG,
            OptionGroup.INSIGHT,
            "",
            "false",
            "Let the operator open a JShell inside a worker, through a unix socket that nobody else can enter."),
    DAEMONIZE(
            "daemonize",
            "d",
            Kind.FLAG,
            OptionGroup.SERVICE,
            "",
            "false",
            "Go into the background; the command returns when the first worker is ready, or with the failure."),
    PIDFILE(
            "pidfile",
            "",
            Kind.ONE,
            OptionGroup.SERVICE,
            "FILE",
            "",
            "Holds the controller's process id while it runs; a second start with the same file is refused."),
    CHUID(
            "chuid",
            "u",
            Kind.ONE,
            OptionGroup.SERVICE,
            "USER[:GROUP]",
            "",
            "Whom root becomes, for ever, when the addresses are bound and before anything is started."),
    STDOUT(
            "stdout",
            "",
            Kind.ONE,
            OptionGroup.SERVICE,
            "FILE",
            "",
            "Where standard output is appended to; opened again on SIGUSR1."),
    STDERR(
            "stderr",
            "",
            Kind.ONE,
            OptionGroup.SERVICE,
            "FILE",
            "",
            "Where standard error, and so the log, is appended to; opened again on SIGUSR1."),

    AOT(
            "aot",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "HOW",
            "auto",
            "Whether workers boot from an AOT cache, in a fraction of the time: auto (trained beside the running service"
                    + " where there is none), off, or require (trained before anything is served)."),
    AOT_DELAY(
            "aot-delay",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "TIME",
            "10",
            "How long after a generation serves its AOT cache is trained."),
    AOT_FOLDER(
            "aot-folder",
            "",
            Kind.ONE,
            OptionGroup.APPLICATION,
            "DIR",
            "",
            "Where AOT caches are kept; otherwise CACHE_DIRECTORY, XDG_CACHE_HOME or ~/.cache."),
    CONFIG(
            "config",
            "",
            Kind.ONE,
            OptionGroup.CONFIGURATION,
            "FILE",
            "",
            "A file of lines key = value; the keys are the long options. Read again at each reload."),
    STATE(
            "state",
            "",
            Kind.ONE,
            OptionGroup.CONFIGURATION,
            "DIR",
            "",
            "The folder in which each instance makes one of its own for its snapshots; otherwise RUNTIME_DIRECTORY,"
                    + " XDG_RUNTIME_DIR or the folder for temporary files."),
    CONTROL(
            "control",
            "",
            Kind.ONE,
            OptionGroup.CONFIGURATION,
            "PATH",
            "",
            "The unix socket on which spawning-ctl steers this instance; otherwise one in its folder of --state."),
    CHECK_CONFIG(
            "check-config",
            "",
            Kind.FLAG,
            OptionGroup.CONFIGURATION,
            "",
            "false",
            "Say whether the configuration is good, and leave."),
    PRINT_CONFIG(
            "print-config",
            "",
            Kind.FLAG,
            OptionGroup.CONFIGURATION,
            "",
            "false",
            "Print the configuration in effect as a configuration file, and leave."),
    VERSION("version", "", Kind.FLAG, OptionGroup.CONFIGURATION, "", "false", "Print the version, and leave."),
    HELP("help", "h", Kind.FLAG, OptionGroup.CONFIGURATION, "", "false", "Print this, and leave.");

    /** How often a value may be given. */
    public enum Kind {
        /** {@code true} or {@code false}; on a command line after an equals sign, or true without. */
        FLAG,
        /** Like a flag, but other values may be attached, too. */
        SWITCH,
        /** One value; on a command line the last one counts, so that a wrapper script can be overruled. */
        ONE,
        /** Any number of values; those of the strongest source replace all others. */
        MANY
    }

    /** Flags that ask for something else than to serve. */
    static final List<Option> ONLY_ON_COMMAND_LINE = List.of(HELP, VERSION, CHECK_CONFIG, PRINT_CONFIG);

    private final String longName;
    private final String shortName;
    private final Kind kind;
    private final OptionGroup group;
    private final String label;
    private final String defaultText;
    private final String description;

    @SuppressWarnings("TooManyParameters") // a row of the table above
    Option(
            String longName,
            String shortName,
            Kind kind,
            OptionGroup group,
            String label,
            String defaultText,
            String description) {
        this.longName = longName;
        this.shortName = shortName;
        this.kind = kind;
        this.group = group;
        this.label = label;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** The key in a configuration file: the long option without its dashes. */
    public String key() {
        return longName;
    }

    /** As people write it: {@code --port}, or {@code APPLICATION} for what needs no name on the command line. */
    public String shown() {
        return positional() ? label : "--" + longName;
    }

    /** The names on the command line, short one first; empty for what is found by position. */
    public List<String> names() {
        if (positional()) {
            return List.of();
        }
        return shortName.isEmpty() ? List.of("--" + longName) : List.of("-" + shortName, "--" + longName);
    }

    /** The environment variable: {@code SPAWNING_MAX_BODY}. */
    public String variable() {
        return EnvironmentVariables.PREFIX + longName.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    public Kind kind() {
        return kind;
    }

    public OptionGroup group() {
        return group;
    }

    /** What stands for the value in {@code --help}; empty for flags. */
    public String label() {
        return label;
    }

    /** The default as it would be typed; empty where there is none or it depends on others. */
    public String defaultText() {
        return defaultText;
    }

    public String description() {
        return description;
    }

    /** Whether it is found by its position on the command line and has no dashes there. */
    public boolean positional() {
        return this == APPLICATION || this == MIDDLEWARE;
    }

    /** Whether it may stand in a configuration file. */
    public boolean allowedInFile() {
        return this != CONFIG && allowedInEnvironment();
    }

    /** Whether its environment variable is looked at. */
    public boolean allowedInEnvironment() {
        return !ONLY_ON_COMMAND_LINE.contains(this);
    }

    /** The option of a configuration file's key. */
    static Optional<Option> ofKey(String key) {
        return Arrays.stream(values()).filter(o -> o.longName.equals(key)).findFirst();
    }
}
