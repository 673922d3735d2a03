// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import java.time.Duration;
import java.util.List;

/**
 * How a warm-up went.
 *
 * @param requests that were answered, however
 * @param took all of it
 * @param first the median latency of the first batch; zero if nothing was answered well
 * @param last the same of the last
 * @param end why it ended
 * @param problems what people should know, a sentence each
 */
public record Report(long requests, Duration took, Duration first, Duration last, End end, List<String> problems) {
    public Report {
        problems = List.copyOf(problems);
    }

    /** Why it ended. */
    public enum End {
        /** It got no better. */
        SETTLED("it got no better"),
        /** The time was over. */
        TIME("its time was over"),
        /** Each path had been asked for as often as it may be. */
        ENOUGH("each path had its requests"),
        /** Nothing was left that works. */
        FAILED("no path is left that works");

        private final String text;

        End(String text) {
            this.text = text;
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return "warmed up with " + requests + " requests in " + took.toMillis() + " ms, median latency " + micros(first)
                + " at first and " + micros(last) + " at last; " + end.text;
    }

    private static String micros(Duration latency) {
        return latency.toNanos() / 1000 + " us";
    }
}
