// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Durations in microseconds, from which percentiles are told with an error of at most {@link #ERROR}. The first few are
 * kept as they are, exactly, for most groups of a log are small. Then each power of two above 128 has 64 buckets of equal
 * width, made when one of them is first hit: a group costs 100 bytes to some 2 KB. One thread.
 */
public final class Histogram {
    /** Half a bucket's width against its smallest value. */
    public static final double ERROR = 1.0 / 128;

    private static final int FEW = 16;
    private static final int EXACT = 128;
    private static final int BUCKETS = 64;
    private static final int OCTAVES = 64 - 6;

    private long @Nullable [] few = new long[4];
    private int @Nullable [][] octaves;
    private long count;
    private long max;

    /**
     * Adds a duration.
     *
     * @param micros 0 or more
     */
    public void add(long micros) {
        max = Math.max(max, micros);
        if (few != null) {
            if (count < FEW) {
                keep(few, micros);
                return;
            }
            spread(few);
        }
        count++;
        bucket(micros, 1);
    }

    /** Adds all of another. */
    public void add(Histogram other) {
        long[] samples = other.few;
        if (samples != null) {
            for (int i = 0; i < other.count; i++) {
                add(samples[i]);
            }
            return;
        }
        if (few != null) {
            spread(few);
        }
        count += other.count;
        max = Math.max(max, other.max);
        for (int octave = 0; other.octaves != null && octave < OCTAVES; octave++) {
            int[] buckets = other.octaves[octave];
            for (int i = 0; buckets != null && i < buckets.length; i++) {
                if (buckets[i] != 0) {
                    bucket(smallest(octave, i), buckets[i]);
                }
            }
        }
    }

    public long count() {
        return count;
    }

    /** Exact; 0 when there is none. */
    public long max() {
        return max;
    }

    /**
     * The smallest value that at least the share of all do not exceed.
     *
     * @param share 0 to 1
     * @return microseconds, 0 when there is none
     */
    public long percentile(double share) {
        long rank = Math.clamp((long) Math.ceil(share * count), 1, Math.max(1, count));
        if (few != null) {
            long[] sorted = Arrays.copyOf(few, (int) count);
            Arrays.sort(sorted);
            return count == 0 ? 0 : sorted[(int) rank - 1];
        }
        long seen = 0;
        for (int octave = 0; octaves != null && octave < OCTAVES; octave++) {
            int[] buckets = octaves[octave];
            for (int i = 0; buckets != null && i < buckets.length; i++) {
                seen += buckets[i];
                if (seen >= rank) {
                    return Math.min(max, smallest(octave, i) + width(octave) / 2);
                }
            }
        }
        return max;
    }

    private void keep(long[] samples, long micros) {
        long[] room = count == samples.length ? Arrays.copyOf(samples, samples.length * 2) : samples;
        room[(int) count++] = micros;
        few = room;
    }

    private void spread(long[] samples) {
        few = null;
        for (int i = 0; i < count; i++) {
            bucket(samples[i], 1);
        }
    }

    private void bucket(long micros, int times) {
        int[][] all = octaves;
        if (all == null) {
            all = new int[OCTAVES][];
            octaves = all;
        }
        int octave = micros < EXACT ? 0 : 57 - Long.numberOfLeadingZeros(micros);
        int[] buckets = all[octave];
        if (buckets == null) {
            buckets = new int[octave == 0 ? EXACT : BUCKETS];
            all[octave] = buckets;
        }
        int i = octave == 0 ? (int) micros : (int) (micros >>> octave) - BUCKETS;
        buckets[i] = (int) Math.min(Integer.MAX_VALUE, (long) buckets[i] + times);
    }

    private static long smallest(int octave, int i) {
        return octave == 0 ? i : (long) (BUCKETS + i) << octave;
    }

    private static long width(int octave) {
        return octave == 0 ? 0 : 1L << octave;
    }
}
