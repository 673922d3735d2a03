// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.time.Duration;
import java.util.Optional;

/** What is asked of a contender. Every contender answers the same bytes at the same path. */
public enum Workload {
    HELLO("hello", "/hello", "Hello, World!", 1000, Duration.ZERO),
    TEN_KB("10 KB body", "/10k", "x".repeat(10240), 1000, Duration.ZERO),
    ONE_MB("1 MB body", "/1m", "x".repeat(1 << 20), 100, Duration.ZERO),
    BLOCK("handler blocks 5 ms", "/block", "Hello, World!", 300, Duration.ofMillis(5)),
    CPU("1 ms of CPU", "/cpu", "Hello, World!", 200, Duration.ZERO);

    private final String title;
    private final String path;
    private final String body;
    private final int pacedRate;
    private final Duration blocks;

    Workload(String title, String path, String body, int pacedRate, Duration blocks) {
        this.title = title;
        this.path = path;
        this.body = body;
        this.pacedRate = pacedRate;
        this.blocks = blocks;
    }

    public String title() {
        return title;
    }

    public String path() {
        return path;
    }

    public boolean isExpected(String answer) {
        return answer.equals(body);
    }

    /** Requests per second at which latency is measured: such that every contender can follow. */
    public int pacedRate() {
        return pacedRate;
    }

    /**
     * The other rate at which latency is measured: half of what a contender has just answered at full load, in two digits, so
     * that rounds differ little.
     */
    public static int halfOf(double requestsPerSecond) {
        double half = requestsPerSecond / 2;
        double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, half))) - 1));
        return (int) Math.max(1, Math.floor(half / step) * step);
    }

    /** Requests per second if the handler's pause were all it takes; empty for a workload without pause. */
    public Optional<Double> ideal(int connections) {
        return blocks.isZero() ? Optional.empty() : Optional.of(connections * 1e9 / blocks.toNanos());
    }
}
