// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import spawning.controller.aot.AotFolder;
import spawning.controller.aot.AotMode;
import spawning.controller.config.ControllerConfig.Aot;
import spawning.controller.config.ControllerConfig.Code;
import spawning.controller.config.ControllerConfig.Evidence;
import spawning.controller.config.ControllerConfig.Http;
import spawning.controller.config.ControllerConfig.Listening;
import spawning.controller.config.ControllerConfig.Logging;
import spawning.controller.config.ControllerConfig.Reloading;
import spawning.controller.config.ControllerConfig.Seen;
import spawning.controller.config.ControllerConfig.Service;
import spawning.controller.config.ControllerConfig.Sessions;
import spawning.controller.config.ControllerConfig.Status;
import spawning.controller.config.ControllerConfig.WorkerProcess;
import spawning.controller.evidence.EvidenceKind;
import spawning.controller.plan.Limits;
import spawning.controller.plan.OnCrash;
import spawning.controller.plan.Policy;
import spawning.protocol.Insight;
import spawning.protocol.TrustedProxies;
import spawning.protocol.WarmUpSettings;

/**
 * Reads the configuration from all its sources, each option from the strongest that names it: command line,
 * environment, file, default. Looks at files (the configuration file, whether those named exist and can be read) and
 * changes nothing. Any thread; may block as long as the file system does.
 */
public final class ConfigReader {
    /** The problem of who names no application. */
    public static final String NO_APPLICATION =
            "no application is named; give one: spawning [options] APPLICATION (--help shows more)";

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration YEAR = Duration.ofDays(366);
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Map<String, String> LEVELS =
            Map.of("error", "ERROR", "warn", "WARN", "info", "INFO", "debug", "DEBUG", "trace", "TRACE");

    private final Values values;
    private final Map<String, String> variables;
    private final FileChecks files;
    private final Path base;
    private final boolean understood;

    private ConfigReader(
            List<Given> given, List<ConfigProblem> problems, Map<String, String> variables, Path directory) {
        this.values = new Values(Givens.of(given), problems);
        this.variables = variables;
        this.base = directory;
        this.understood = problems.isEmpty();
        Path start =
                values.optional(Option.CHDIR, new FileChecks(directory)::folder).orElse(directory);
        this.files = new FileChecks(start);
    }

    /**
     * Reads all sources.
     *
     * @param arguments what the command line gave
     * @param problems what was wrong with the command line already
     * @param variables the environment: the options' variables, and CLASSPATH
     * @param directory where relative paths begin; absolute
     */
    public static Reading read(
            List<Given> arguments, List<ConfigProblem> problems, Map<String, String> variables, Path directory) {
        List<Given> given = new ArrayList<>(arguments);
        List<ConfigProblem> found = new ArrayList<>(problems);
        given.addAll(EnvironmentVariables.read(variables));
        Optional<Given> file = Givens.of(given).last(Option.CONFIG);
        file.map(Given::value)
                .map(name -> ConfigFile.read(directory.resolve(name), Path.of(name)))
                .ifPresent(read -> {
                    given.addAll(read.givens());
                    found.addAll(read.problems());
                });
        return new ConfigReader(given, found, variables, directory).build();
    }

    private Reading build() {
        // Everything is read before the problems are asked for, so that all of them are found.
        Option.ONLY_ON_COMMAND_LINE.forEach(values::flag);
        Optional<Code> code = code();
        OptionalInt debugPort = values.value(Option.DEBUG, WorkerOptions::debugPort);
        Reloading reloading = new ReloadReader(values, files.directory()).read(base);
        Policy policy = policy(debugPort.isPresent(), reloading.developing());
        Listening listening = new ListeningReader(values).read(variables);
        Service service = new ServiceReader(values, files).read(listening);
        Map<String, String> ofWorkers = ServiceReader.variables(service, variables);
        int uid = ServiceReader.uid(service);
        Http http = http(debugPort.isPresent());
        Logging logging = logging();
        WorkerProcess process = process(code, debugPort);
        Sessions sessions = new SessionReader(values, ofWorkers, uid, files.directory()).read(code, policy.processes());
        // A debugger would stop at each of its requests, and who has just saved a file waits for the answer.
        WarmUpSettings warmUp = new WarmUpReader(values).read(debugPort.isPresent() || reloading.developing());
        Optional<Evidence> evidence = evidence(code, ofWorkers, uid);
        Aot aot = aot(ofWorkers);
        Status status = new ListeningReader(values).status();
        Seen insight = insight();
        Optional<Path> state = values.optional(Option.STATE, files::state);
        Optional<Path> control = values.optional(Option.CONTROL, files::unixSocket);
        Optional<ControllerConfig> config = values.problems().isEmpty()
                ? code.flatMap(c -> evidence.map(e -> new ControllerConfig(
                        c,
                        listening,
                        SessionReader.suited(policy, c, sessions),
                        process,
                        http,
                        logging,
                        reloading,
                        warmUp,
                        e,
                        aot,
                        sessions,
                        status,
                        insight,
                        service,
                        state,
                        control,
                        values.inEffect())))
                : Optional.empty();
        return new Reading(config, values.problems(), warnings(code, debugPort.isPresent()), values.inEffect());
    }

    private Aot aot(Map<String, String> variablesOfWorkers) {
        AotMode mode =
                values.oneOf(Option.AOT, Map.of("auto", AotMode.AUTO, "off", AotMode.OFF, "require", AotMode.REQUIRE));
        Optional<Path> named = values.optional(Option.AOT_FOLDER, files::folderToMake);
        return new Aot(
                mode,
                values.duration(Option.AOT_DELAY, Duration.ZERO, DAY),
                named.or(() -> AotFolder.usual(variablesOfWorkers)));
    }

    private Optional<Evidence> evidence(Optional<Code> code, Map<String, String> variablesOfWorkers, int uid) {
        EvidenceKind kind = values.oneOf(
                Option.EVIDENCE,
                Map.of(
                        "none", EvidenceKind.NONE,
                        "basic", EvidenceKind.BASIC,
                        "jfr", EvidenceKind.JFR,
                        "heap", EvidenceKind.HEAP));
        Optional<Path> named = values.optional(Option.EVIDENCE_DIR, files::folderToMake);
        ByteSize size = values.size(Option.EVIDENCE_SIZE, new ByteSize(1 << 20), new ByteSize(1L << 50));
        Optional<String> name = values.given(Option.NAME).map(Given::value);
        return code.map(c -> new Evidence(
                kind, named.orElseGet(() -> InstanceFolder.of("evidence", variablesOfWorkers, uid, name, c)), size));
    }

    private Optional<Code> code() {
        // Not when something before it was not understood, for that may have been the application.
        if (understood && values.given(Option.APPLICATION).isEmpty()) {
            values.add(new ConfigProblem(Source.COMMAND_LINE.text(), "", NO_APPLICATION));
        }
        Optional<ApplicationReference> application = values.optional(
                Option.APPLICATION, text -> files.readable(ApplicationReference.parse(text, files.directory())));
        List<String> middlewares = values.each(
                Option.MIDDLEWARE,
                text -> ApplicationReference.Member.parse(text).text());
        String factory = factory(application, middlewares);
        String contextPath = values.value(Option.CONTEXT_PATH, Factory::contextPath);
        Stream<String> own =
                values.optional(Option.CLASSPATH, files::classPath).stream().flatMap(List::stream);
        Stream<String> inherited = FileChecks.split(variables.getOrDefault("CLASSPATH", "")).stream();
        List<String> classPath = Stream.concat(own, inherited).toList();
        boolean lint = values.flag(Option.LINT);
        List<Path> sources = values.each(Option.SOURCE, files::folder);
        List<String> users =
                values.optional(Option.LOGIN_USERS, files::loginUsers).orElse(List.of());
        if (!users.isEmpty()) {
            values.check(Option.LOGIN_USERS, values.text(Option.LOGIN_USERS), text -> Factory.mustHaveLogins(factory));
        }
        if (application.isPresent() && !sources.isEmpty()) {
            values.check(Option.SOURCE, application.get().text(), text -> Factory.mustBeClass(application.get()));
        }
        return application.map(a ->
                new Code(factory, a, middlewares, lint, sources, classPath, files.directory(), contextPath, users));
    }

    /** The one that is named, or that fits the shape of the application. */
    private String factory(Optional<ApplicationReference> application, List<String> middlewares) {
        String named = values.value(Option.FACTORY, Factory::parse);
        if (application.isEmpty()) {
            return named;
        }
        ApplicationReference known = application.get();
        String factory = values.isDefault(Option.FACTORY) ? Factory.byShape(known) : named;
        values.check(Option.APPLICATION, known.text(), text -> Factory.mustFit(factory, known));
        values.check(Option.MIDDLEWARE, "", text -> Factory.mustHaveNone(factory, middlewares));
        return factory;
    }

    private List<String> warnings(Optional<Code> code, boolean debug) {
        List<String> warnings = new ArrayList<>(EnvironmentVariables.warnings(variables));
        if (debug
                && !values.isDefault(Option.PROCESSES)
                && !values.text(Option.PROCESSES).equals("1")) {
            warnings.add("--debug: one worker instead of --processes " + values.text(Option.PROCESSES));
        }
        if (code.filter(c -> c.lint() && c.web()).isPresent()) {
            warnings.add(
                    "--lint: checks the contract of WSGI-style applications; nothing is checked for a web application");
        }
        SessionReader.warning(values).ifPresent(warnings::add);
        if (values.flag(Option.DAEMONIZE) && values.given(Option.STDERR).isEmpty()) {
            warnings.add("--daemonize without --stderr FILE: what goes wrong later is written nowhere");
        }
        return warnings;
    }

    /** Somebody who looks at a stopped worker wants no limit to end it. */
    private Policy policy(boolean debug, boolean dev) {
        int given = values.integer(Option.PROCESSES, 1, 1000);
        boolean alone =
                dev && values.isDefault(Option.PROCESSES); // each answer is the newest: no two generations at once
        int processes = debug || alone ? 1 : given;
        if (alone) {
            values.replace(Option.PROCESSES, "1", Option.RELOAD);
        }
        Duration deadman = values.duration(Option.DEADMAN, Duration.ZERO, DAY);
        Duration bootTimeout = values.duration(Option.BOOT_TIMEOUT, Duration.ZERO, DAY);
        Limits limits = limits(debug);
        int standby = standby(given, debug, dev);
        if (debug) {
            values.replace(Option.PROCESSES, "1", Option.DEBUG);
            values.replace(Option.DEADMAN, "0", Option.DEBUG);
            values.replace(Option.BOOT_TIMEOUT, "0", Option.DEBUG);
        }
        return new Policy(
                        processes,
                        values.integer(Option.SURGE, 1, 1000),
                        values.optional(Option.MAX_DRAINING, text -> Values.integer(text, 1, 1000))
                                .orElse(processes),
                        debug ? Duration.ZERO : deadman,
                        debug ? Duration.ZERO : bootTimeout,
                        values.integer(Option.PANIC_LIMIT, 1, 1_000_000),
                        values.oneOf(
                                Option.ON_CRASH,
                                Map.of("replace", OnCrash.REPLACE, "restart-all", OnCrash.RESTART_ALL)),
                        limits)
                .withStandby(standby);
    }

    /** Who debugs wants one worker, and who develops has nothing to be lost. */
    private int standby(int processes, boolean debug, boolean dev) {
        int standby = values.integer(Option.STANDBY, 0, processes);
        if (standby > 0 && (debug || dev)) {
            values.replace(Option.STANDBY, "0", debug ? Option.DEBUG : Option.RELOAD);
            return 0;
        }
        return standby;
    }

    private Limits limits(boolean debug) {
        long maxMemory =
                values.value(Option.MAX_MEMORY, ByteSize::parseKilobytes).bytes();
        long maxWorkerMemory =
                values.value(Option.MAX_WORKER_MEMORY, ByteSize::parseKilobytes).bytes();
        Duration maxAge = values.duration(Option.MAX_AGE, Duration.ZERO, YEAR);
        int maxRequests = values.integer(Option.MAX_REQUESTS, 0, Integer.MAX_VALUE);
        Duration hangTimeout = values.duration(Option.HANG_TIMEOUT, Duration.ZERO, DAY);
        if (debug) {
            values.replace(Option.HANG_TIMEOUT, "0", Option.DEBUG);
        }
        return new Limits(maxMemory, maxWorkerMemory, maxAge, maxRequests, debug ? Duration.ZERO : hangTimeout);
    }

    private WorkerProcess process(Optional<Code> code, OptionalInt debugPort) {
        String application = code.map(c -> c.application().shortName()).orElse("");
        Map<String, String> environment = new LinkedHashMap<>();
        values.each(Option.ENV, WorkerOptions::variable).forEach(v -> environment.put(v.getKey(), v.getValue()));
        if (debugPort.isPresent()) {
            refuseSecondDebugger(environment);
        }
        return new WorkerProcess(
                values.optional(Option.NAME, WorkerOptions::name).orElse(application),
                values.each(Option.JVM_OPTION, WorkerOptions::jvmOption),
                environment,
                values.optional(Option.UMASK, WorkerOptions::umask).orElse(OptionalInt.empty()),
                debugPort);
    }

    /** Also in the variables from which a JVM takes options: java(1), JAVA_TOOL_OPTIONS in the JVM TI specification. */
    private void refuseSecondDebugger(Map<String, String> environment) {
        values.each(Option.JVM_OPTION, Function.identity())
                .forEach(option -> values.check(Option.JVM_OPTION, option, WorkerOptions::noDebugger));
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            String text = environment.getOrDefault(variable, variables.getOrDefault(variable, ""));
            values.check(Option.DEBUG, variable + "=" + text, WorkerOptions::noDebugger);
        }
    }

    private Http http(boolean debug) {
        Duration requestTimeout = values.duration(Option.REQUEST_TIMEOUT, Duration.ZERO, DAY);
        if (debug) {
            values.replace(Option.REQUEST_TIMEOUT, "0", Option.DEBUG);
        }
        Duration keepAlive = values.duration(Option.KEEP_ALIVE, Duration.ZERO, DAY);
        boolean once = values.flag(Option.NO_KEEPALIVE);
        if (once) {
            once = values.notWeaker(Option.NO_KEEPALIVE, Option.KEEP_ALIVE);
            values.overrule(once ? Option.KEEP_ALIVE : Option.NO_KEEPALIVE);
        }
        ByteSize maxBody = values.size(Option.MAX_BODY, new ByteSize(0), new ByteSize(1L << 60));
        return new Http(
                values.value(Option.THREADS, WorkerOptions::threads),
                once ? Duration.ZERO : keepAlive,
                values.duration(Option.HEADER_TIMEOUT, MILLISECOND, DAY),
                values.duration(Option.BODY_TIMEOUT, MILLISECOND, DAY),
                values.duration(Option.WRITE_TIMEOUT, MILLISECOND, DAY),
                debug ? Duration.ZERO : requestTimeout,
                values.size(Option.MAX_HEADER, new ByteSize(1 << 10), new ByteSize(16 << 20)),
                maxBody.bytes() == 0 ? ByteSize.UNLIMITED : maxBody,
                values.integer(Option.WORKER_CONNECTIONS, 1, 1_000_000),
                proxies());
    }

    private List<String> proxies() {
        return elements(Option.FORWARDED_ALLOW_IPS, TrustedProxies::check);
    }

    private Seen insight() {
        return new Seen(
                values.flag(Option.SYSINFO),
                values.flag(Option.COVERAGE),
                values.flag(Option.BACKDOOR),
                elements(Option.INSIGHT_ALLOW, Insight::check));
    }

    /** Each element that is wrong is a problem of its own. */
    private List<String> elements(Option option, Consumer<String> check) {
        List<String> elements = WorkerOptions.elements(values.text(option));
        elements.forEach(element -> values.check(option, element, check));
        return elements;
    }

    private Logging logging() {
        String level = values.oneOf(Option.LOG_LEVEL, LEVELS);
        if (values.flag(Option.VERBOSE)) {
            boolean quieter = values.notWeaker(Option.LOG_LEVEL, Option.VERBOSE);
            values.overrule(quieter ? Option.VERBOSE : Option.LOG_LEVEL);
            level = quieter ? level : "DEBUG";
        }
        return new Logging(
                values.value(Option.ACCESS_LOG_FILE, files::logFile),
                values.value(Option.LOG_FORMAT, WorkerOptions::logFormat),
                values.value(Option.REQUEST_ID_HEADER, WorkerOptions::requestIdHeader),
                level);
    }
}
