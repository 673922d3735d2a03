// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A path that is asked for, and what came of it. */
final class Target {
    /** Samples of a batch beyond this many tell nothing new. */
    private static final int MOST_SAMPLES = 4096;

    private final String path;
    private final String head;
    private final int most;
    private long[] samples = new long[64];
    private int count;
    private int asked;
    private long answered;
    private @Nullable String problem;
    private boolean failed;

    /** @param most how often it may be asked for; zero is without limit */
    Target(String path, String host, int most) {
        this.path = path;
        this.most = most;
        this.head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: spawning-warmup\r\nAccept: */*\r\n";
    }

    /** The next request. */
    byte[] request(String cookies) {
        asked++;
        String all = cookies.isEmpty() ? head + "\r\n" : head + "Cookie: " + cookies + "\r\n\r\n";
        return all.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Whether another request may be made now. Until there is an answer to the first, there is no second: one that is never
     * answered may take one thread of the worker, and not all of them.
     */
    boolean open() {
        boolean known = answered > 0 || asked == 0;
        return known && !failed && (most == 0 || asked < most);
    }

    boolean failed() {
        return failed;
    }

    /** Whether it was ever answered. */
    boolean everAnswered() {
        return answered > 0;
    }

    /** A whole response came. */
    void answered(int status, long nanos) {
        answered++;
        if (status >= 500) {
            fail("was answered " + status);
            return;
        }
        if (status >= 400 && problem == null) {
            problem = "GET " + path + " was answered " + status;
        }
        if (count == samples.length && count < MOST_SAMPLES) {
            samples = Arrays.copyOf(samples, 2 * count);
        }
        if (count < samples.length) {
            samples[count] = nanos;
            count++;
        }
    }

    /** It is asked for no more. */
    void fail(String why) {
        if (!failed) {
            failed = true;
            problem = "GET " + path + " " + why + ", and is not asked for any more";
        }
    }

    /** What people should know; null when all is well. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Whether the present batch has an answer of it. */
    boolean sampled() {
        return count > 0;
    }

    /** The median latency of the present batch, in ns, which ends. Zero: there is none. */
    long takeMedian() {
        long[] batch = Arrays.copyOf(samples, count);
        count = 0;
        Arrays.sort(batch);
        return batch.length == 0 ? 0 : batch[batch.length / 2];
    }

    @Override
    public String toString() {
        return "GET " + path;
    }
}
