// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.targets;

import java.util.Arrays;
import java.util.Locale;
import spawning.benchmarks.report.Summary;

/** What was promised, each as a number with a limit. */
public enum Target {
    HELLO_T0("hello, two workers, green threads, against bare Netty with two loops", Sense.AT_LEAST, 0.90, "%.2f"),
    HELLO_T4("the same with --threads=4", Sense.AT_LEAST, 0.75, "%.2f"),
    BLOCK("handler blocks 5 ms, 64 connections, green threads, against the ideal", Sense.AT_LEAST, 0.9, "%.2f"),
    NGINX("hello, green threads, against nginx return 200 with two workers", Sense.AT_LEAST, 0.7, "%.2f"),
    TOMCAT("hello, green threads, against Tomcat at its best", Sense.AT_LEAST, 1.2, "%.2f"),
    UNDERTOW("hello, green threads, against Undertow at its best", Sense.AT_LEAST, 1.0, "%.2f"),
    JETTY("hello, green threads, against embedded Jetty at its best", Sense.AT_LEAST, 1.2, "%.2f"),
    SERVLET("servlet hello on our Jetty engine against embedded Jetty", Sense.AT_LEAST, 0.95, "%.2f"),
    START("worker start to ready, with AOT cache against without", Sense.AT_MOST, 0.25, "%.2f"),
    RELOAD_FAILED("reload every 5 s for a minute at half of saturation: failed requests", Sense.AT_MOST, 0, "%.0f"),
    RELOAD_P99("the same: p99 against the steady one", Sense.AT_MOST, 5, "%.1f"),
    MEMORY("PSS of each further idle hello worker, MB", Sense.AT_MOST, 38, "%.1f"),
    FAIRNESS("busiest to idlest of 4 workers, 400 keep-alive connections, one by one", Sense.AT_MOST, 1.1, "%.2f"),
    FAIRNESS_BURSTS("the same, opened in bursts of 20 and of 400", Sense.AT_MOST, 1.1, "%.2f"),
    CONTROLLER_CPU("controller with 32 idle workers, % of a core", Sense.BELOW, 1, "%.2f"),
    CONTROLLER_PSS("controller with 32 idle workers, PSS in MB", Sense.AT_MOST, 60, "%.1f");

    /** On which side of the limit it has to be. */
    private enum Sense {
        AT_LEAST(">="),
        AT_MOST("<="),
        BELOW("<");

        private final String sign;

        Sense(String sign) {
            this.sign = sign;
        }
    }

    private final String what;
    private final Sense sense;
    private final double limit;
    private final String format;

    Target(String what, Sense sense, double limit, String format) {
        this.what = what;
        this.sense = sense;
        this.limit = limit;
        this.format = format;
    }

    /** As on the command line: {@code hello-t0}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that name. */
    public static Target of(String option) {
        return Arrays.stream(values())
                .filter(target -> target.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target is named " + option + "; there are "
                        + Arrays.stream(values()).map(Target::option).toList()));
    }

    /** The median decides. */
    public boolean isMet(Summary measured) {
        return switch (sense) {
            case AT_LEAST -> measured.median() >= limit;
            case AT_MOST -> measured.median() <= limit;
            case BELOW -> measured.median() < limit;
        };
    }

    String row(Summary measured) {
        return "| %s | %s | %s %s | **%s** | %s |%n"
                .formatted(
                        option(),
                        what,
                        sense.sign,
                        number(limit),
                        measured.text(format),
                        isMet(measured) ? "yes" : "**no**");
    }

    String rowWithout(String reason) {
        return "| %s | %s | %s %s | %s | |%n".formatted(option(), what, sense.sign, number(limit), reason);
    }

    private static String number(double limit) {
        return limit == Math.rint(limit) ? "%.0f".formatted(limit) : "%.2f".formatted(limit);
    }
}
