// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import spawning.harness.OutputLog.Line;

/** What the product writes to its log, as far as tests rely on it: the one place to change when a wording changes. */
public final class LogLines {
    /** A client was refused what the worker shows of its inside. */
    public static final Pattern INSIGHT_REFUSED = Pattern.compile("refused .*; --insight-allow names who may ask");

    /** A worker has a backdoor that waits. */
    public static final Pattern BACKDOOR_OPEN = Pattern.compile("backdoor .* is open$");

    /** Somebody who was in it is gone. */
    public static final Pattern BACKDOOR_CLOSED =
            Pattern.compile("backdoor closed, which uid \\d+ pid \\d+ had opened");

    /** It has none. */
    public static final Pattern NO_BACKDOOR = Pattern.compile("backdoor .* was not started with --backdoor");

    /** Group {@code port}: where the product listens over TCP. */
    public static final Pattern LISTENING = Pattern.compile("istening on .*?(?<port>\\d+)(?=\\D*$)");

    /** A breach of the contract, whichever. */
    public static final Pattern BREACH = Pattern.compile(" breaches [a-z-]+: ");

    /** A compiler error as javac shows it: file, line, message. */
    public static final Pattern JAVAC_ERROR = Pattern.compile("Shop\\.java:\\d+: error: ");

    /** A frame of a stack trace. */
    public static final Pattern STACK_FRAME = Pattern.compile("^\\s+at [\\w.$/@]+\\(");

    private static final Pattern BACKOFF =
            Pattern.compile("panic: .*next start in (?<number>\\d+(?:\\.\\d+)?)(?<unit>ms|s)\\b");

    /** The controller gave up. */
    public static final Pattern NEVER_UP = Pattern.compile("the application never came up: \\d+ tries failed");

    /** A bind is tried again. */
    public static final Pattern ADDRESS_IN_USE = Pattern.compile("in use");

    /** A WAR that is not whole is refused. */
    public static final Pattern BROKEN_WAR = Pattern.compile("\\.war is broken or not yet whole");

    /** The servlet of the tests says so when it is destroyed. */
    public static final Pattern SERVLET_DESTROYED = Pattern.compile("^the shop is closed$");

    /** The endpoint of the tests says so when its WebSocket was ended by a drain. */
    public static final Pattern SOCKET_CLOSED_1001 = Pattern.compile("^socket closed with 1001$");

    /** A WebSocket's upgrade in the access log. */
    public static final Pattern SOCKET_UPGRADED = Pattern.compile("\"GET /socket HTTP/1\\.1\" 101 0 ");

    /** A worker's drain took longer than the deadman timeout: its threads are shown and it ends. */
    public static final Pattern DEADMAN = Pattern.compile("deadman", Pattern.CASE_INSENSITIVE);

    /** An AOT cache was trained, and workers boot from it from now on. */
    public static final Pattern CACHE_MADE = Pattern.compile("the AOT cache of .* is made, ");

    /** A training of an AOT cache failed. */
    public static final Pattern TRAINING_FAILED = Pattern.compile("no AOT cache, workers boot without one: ");

    /** There will be no AOT cache, and why. */
    public static final Pattern NO_CACHE = Pattern.compile("no AOT cache: (?<reason>.*)");

    /** The AOT cache that the first start would have trained, had it been asked to. */
    public static final Pattern OWN_CACHE = Pattern.compile("its own AOT cache would be (?<name>[0-9a-f]{64})");

    /** A worker's JVM runs without the AOT cache that it was given. */
    public static final Pattern CACHE_REFUSED = Pattern.compile("the JVM refuses the AOT cache (?<folder>[^;]*); ");

    /** A worker crashed while it booted from an AOT cache, which is put aside. */
    public static final Pattern CACHE_CRASHED =
            Pattern.compile("a worker crashed \\(.*\\) while it booted from the AOT cache .*; it is removed");

    /** The same where it may not boot without. */
    public static final Pattern CACHE_CRASHED_REQUIRED =
            Pattern.compile("a worker crashed while it booted from the AOT cache .*, and --aot=require");

    /** No AOT cache can be had, and nothing is served without. */
    public static final Pattern CACHE_REQUIRED =
            Pattern.compile("--aot=require, but no AOT cache can be had: (?<reason>.*)");

    /** A worker's process was started. */
    public static final Pattern STARTING = Pattern.compile("worker \\d+ pid (?<pid>\\d+) gen \\d+: STARTING$");

    /** A worker's boot is about to take longer than it may: its threads are shown before it is killed. */
    public static final Pattern BEFORE_BOOT_TIMEOUT = Pattern.compile("not ready, .*before the boot timeout");

    /** A debugger can attach to a worker, at group {@code port}. */
    public static final Pattern DEBUGGER_PORT = Pattern.compile(
            "worker (?<slot>\\d+) \\(pid (?<pid>\\d+)\\) waits for a debugger at 127\\.0\\.0\\.1:(?<port>\\d+)$");

    /** No worker could be given a port for a debugger. */
    public static final Pattern NO_DEBUGGER_PORT =
            Pattern.compile("no port from \\d+ to \\d+ .* is free for a debugger");

    private static final Pattern WRITTEN_AT =
            Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) ");

    /** The kernel refused a process. */
    public static final Pattern CANNOT_SPAWN = Pattern.compile("posix_spawn.*(EAGAIN|temporarily unavailable)");

    /** Said by {@link Launcher#heldByParent} when the product has ended. */
    public static final Pattern HOLDER_ALONE = Pattern.compile("^the holder is alone$");

    /** A request with green threads does not yield. */
    public static final Pattern HELD_UP = Pattern.compile("has held up the event loop for \\d+ ms");

    /** The JVM does not let green threads be scheduled on the loop. */
    public static final Pattern ORDINARY_VIRTUAL_THREADS =
            Pattern.compile("this JVM lets nobody schedule virtual threads \\(.*\\); requests run on ordinary ones");

    /** A worker could not read sessions, with group {@code why}. */
    public static final Pattern SESSIONS_UNREADABLE = Pattern.compile("sessions in .* cannot be read: (?<why>.*)");

    /** A worker could not write a session, with group {@code why}. */
    public static final Pattern SESSIONS_UNSAVED = Pattern.compile("sessions in .* cannot be saved: (?<why>.*)");

    /** A worker started without the database of its sessions. */
    public static final Pattern SESSIONS_DOWN = Pattern.compile("sessions in .*; requests with a session get 503");

    /** Either of these works again. */
    public static final Pattern SESSIONS_WORK = Pattern.compile("sessions in .*: works again after");

    /** A session was torn. */
    public static final Pattern SESSION_DROPPED = Pattern.compile("a session is torn and is dropped: ");

    /** A session holds what the classes of the application cannot read. */
    public static final Pattern SESSION_PASSED_OVER =
            Pattern.compile("a session cannot be read by the classes of this worker: ");

    /** The servlet of sessions heard of {@code what}. */
    public static final Pattern SESSION_EVENT = Pattern.compile("^session (?<what>\\w+ .*)$");

    /** The status service listens. */
    public static final Pattern STATUS_AT = Pattern.compile("status at http://\\S+/status$");

    /** The status service was given the address of the service itself. */
    public static final Pattern STATUS_ON_OWN_PORT =
            Pattern.compile("--status-port: .* is where the service itself listens: there is no status");

    /** The status service can be reached from elsewhere. */
    public static final Pattern STATUS_VISIBLE = Pattern.compile("whoever can reach .* sees the configuration");

    /** Below jsvc, the signals are those that they are otherwise. */
    public static final Pattern BELOW_JSVC = Pattern.compile("below jsvc: HUP reloads");

    private LogLines() {}

    /** When a line was written, as it says itself, in the time zone of this machine. */
    public static LocalDateTime writtenAt(Line line) {
        Matcher time = WRITTEN_AT.matcher(line.text());
        if (!time.find()) {
            throw new AssertionError("a log line without a time: " + line);
        }
        return LocalDateTime.parse(time.group(1) + "T" + time.group(2));
    }

    /** By how much starts were put off, in order. */
    public static List<Duration> delays(OutputLog log) {
        return log.all(BACKOFF).stream().map(LogLines::delay).toList();
    }

    private static Duration delay(Matcher line) {
        double seconds =
                Double.parseDouble(line.group("number")) / (line.group("unit").equals("ms") ? 1e3 : 1);
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** The access log's disk is full, or its reader gone. */
    public static final Pattern LOG_UNWRITABLE = Pattern.compile("access log .* cannot be written; dropping lines");

    /** It is not any more. */
    public static final Pattern LOG_WRITABLE = Pattern.compile("access log .* can be written again; ");

    /** Lines of the access log are lost, so many as group {@code count}. */
    public static final Pattern LOG_LINES_DROPPED =
            Pattern.compile("access log .*[;:] (?<count>\\d+) lines were dropped");

    /** The heartbeat of a worker stood still for too long. */
    public static final Pattern HUNG =
            Pattern.compile("worker \\d+ pid (?<pid>\\d+) gen \\d+: \\w+ -> KILLED after .*: no heartbeat for ");

    /** Even fresh workers need more than the instance may have. */
    public static final Pattern HOPELESS =
            Pattern.compile("with fresh workers alone: replacing them does not help and stops until it is less");

    /** A worker leaves before its replacement comes. */
    public static final Pattern NO_ROOM = Pattern.compile(
            "worker \\d+ pid (?<pid>\\d+) gen \\d+: READY -> DRAINING after .*: there is room for \\d+m only, too little for a replacement beside it");

    /** What ended with a worker, in groups {@code requests} and {@code connections}. */
    public static final Pattern LOST =
            Pattern.compile("worker \\d+ \\(pid (?<pid>\\d+)\\): (?<requests>\\d+) requests in"
                    + " flight and (?<connections>\\d+) open connections are lost with it");

    /** Where it is written down what was known of a worker at its end. */
    public static final Pattern EVIDENCE =
            Pattern.compile("worker \\d+ \\(pid \\d+\\): evidence is in (?<folder>\\S+)");

    /** Whatever changes from now on leads to a reload. */
    public static final Pattern WATCHING = Pattern.compile("\\bwatching (?<what>.*)$");

    /** An application that is being developed never came up, and nothing is done until it changes. */
    public static final Pattern WAITS_FOR_A_CHANGE = Pattern.compile("; it is tried again when something changes$");

    /** A file or folder that is watched was removed. */
    public static final Pattern WATCHED_IS_GONE = Pattern.compile(" is gone; waiting for it to come back");

    /** The reloader died. */
    public static final Pattern RELOADER_ENDED = Pattern.compile("the reloader ended after .*; another one starts in ");

    /** The reloader asked for a reload because of this. */
    public static Pattern changed(String what) {
        return Pattern.compile(Pattern.quote(what) + ".* changed: preparing generation ");
    }

    /** A reload came to nothing before any worker was started. */
    public static Pattern preparationFailed(int generation) {
        return Pattern.compile("generation " + generation + " could not be prepared: ");
    }

    /** A generation was prepared, or could not be. */
    public static Pattern preparationOver(int generation) {
        return Pattern.compile("generation " + generation + " (could not be prepared: |prepared after )");
    }

    /** What a generation's JVMs are started with, and why; shown with {@code --verbose}. */
    public static Pattern reckoned(int generation, String what) {
        return Pattern.compile("generation " + generation + " JVMs: " + what);
    }

    /** A step of a process's start, shown with {@code --trace-boot}; the process is {@code controller} or {@code worker 2}. */
    public static Pattern bootStep(String process, String step) {
        return Pattern.compile("\\[" + process + "\\] INFO +boot: .*  " + step + "$");
    }

    /** The workers cannot all have the memory that they need. */
    public static final Pattern TOO_LITTLE_MEMORY =
            Pattern.compile("is too little for (?<workers>\\d+) workers: .*lower --processes or give more memory");

    /** What was known of a worker could not be written down. */
    public static final Pattern NO_EVIDENCE =
            Pattern.compile("evidence of worker \\d+ \\(pid \\d+\\) cannot be kept: ");

    /** A request, group {@code what}, that several crashes have in common. */
    public static final Pattern SUSPECT = Pattern.compile(" suspect: (?<what>.*) was in flight in ");

    /** A failure that is, or deepens, a panic. */
    public static final Pattern PANIC = Pattern.compile(" panic: ");

    /** A worker has begun to warm up. */
    public static final Pattern WARMING_UP = Pattern.compile("warming up with GET ");

    /** A worker has warmed up, with group {@code requests}. */
    public static final Pattern WARMED_UP = Pattern.compile("warmed up with (?<requests>\\d+) requests in \\d+ ms");

    /** Something is wrong with the warm-up. */
    public static Pattern warmUpProblem(String what) {
        return Pattern.compile(" WARN .*" + Pattern.quote(what));
    }

    /** A reload was asked for. */
    public static Pattern preparing(int generation) {
        return Pattern.compile("preparing generation " + generation + "\\b");
    }

    /** A change of state of any worker, with groups {@code slot}, {@code pid} and {@code generation}. */
    public static Pattern change(String from, String to) {
        return Pattern.compile(
                "worker (?<slot>\\d+) pid (?<pid>\\d+) gen (?<generation>\\d+): " + from + " -> " + to + "\\b");
    }

    /** A worker of this generation is ready. */
    public static Pattern ready(int generation) {
        return Pattern.compile("worker \\d+ pid (?<pid>\\d+) gen " + generation + ": STARTING -> READY\\b");
    }

    /** A worker, named by its process, entered a state. */
    public static Pattern entered(long pid, String state) {
        return Pattern.compile("worker \\d+ pid " + pid + " gen \\d+: \\w+ -> " + state + "\\b");
    }

    /** A roll is complete: all workers are of this generation. */
    public static Pattern serves(int generation) {
        return Pattern.compile("generation " + generation + " serves: ");
    }

    /** A generation was rejected, and why. */
    public static Pattern failed(int generation, String why) {
        return Pattern.compile("generation " + generation + " (failed|could not be prepared): .*" + why);
    }

    /** The port is taken, and by which process. */
    public static Pattern heldBy(long pid) {
        return Pattern.compile("held by pid " + pid + "\\b");
    }

    /** A request in a thread dump. */
    public static Pattern requestInDump(String line) {
        return Pattern.compile("^request " + Pattern.quote(line) + ", for \\d+ ms, (?:id \\S+, )?on ");
    }

    /** A breach of the contract in a GET of this path, found by {@code --lint}: by whom, and of which rule. */
    public static Pattern breach(String path, String part, String rule) {
        return Pattern.compile("GET " + Pattern.quote(path) + ": " + Pattern.quote(part) + " breaches " + rule + ": ");
    }

    /** A worker is to be replaced, and why. */
    public static Pattern replaced(String why) {
        return Pattern.compile("worker \\d+ pid (?<pid>\\d+) gen \\d+: (to|asks to) be replaced: " + why);
    }

    /** A request that several crashes have in common. */
    public static Pattern suspect(String what) {
        return Pattern.compile("suspect: " + Pattern.quote(what));
    }

    /** A method in a stack trace or a thread dump. */
    public static Pattern frameOf(String method) {
        return Pattern.compile("\\bat .*\\." + method + "\\(");
    }
}
