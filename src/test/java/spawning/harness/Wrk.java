// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import spawning.harness.OutputLog.Source;

/** The load tool wrk, run until it is stopped. */
public final class Wrk implements AutoCloseable {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern NOT_2XX = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /**
     * What it counted.
     *
     * @param requests answered
     * @param socketErrors of all kinds: connect, read, write, timeout
     * @param otherStatus responses that were neither 2xx nor 3xx
     */
    public record Report(long requests, long socketErrors, long otherStatus) {}

    private final Process process;
    private final OutputLog log = new OutputLog();

    private Wrk(Process process) {
        this.process = process;
        log.collect(process);
    }

    /** Starts it with so many connections on an address, each resting up to ten milliseconds between requests. */
    public static Wrk start(int connections, String url) {
        String script = Path.of("resources/wrk/paced.lua").toAbsolutePath().toString();
        String count = Integer.toString(connections);
        try {
            return new Wrk(new ProcessBuilder(
                            "wrk", "-t", "1", "-c", count, "-d", "24h", "--timeout", "60s", "-s", script, url)
                    .start());
        } catch (IOException e) {
            throw new AssertionError("cannot start wrk, a package of src/test/packages.txt", e);
        }
    }

    /** Stops it, as Ctrl-C does, and reads its report. */
    public Report stop() {
        Signal.INT.to(process.pid());
        log.awaitEnd(Duration.ofSeconds(70));
        String text = String.join("\n", log.texts(Source.STDOUT));
        if (!REQUESTS.matcher(text).find()) {
            throw new AssertionError("no report from wrk: " + log);
        }
        return new Report(sum(REQUESTS, text), sum(SOCKET_ERRORS, text), sum(NOT_2XX, text));
    }

    private static long sum(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        long sum = 0;
        if (matcher.find()) {
            for (int i = 1; i <= matcher.groupCount(); i++) {
                sum += Long.parseLong(matcher.group(i));
            }
        }
        return sum;
    }

    /** Ends it when the test failed; after {@link #stop} it has no effect. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
