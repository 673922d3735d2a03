// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import spawning.ctl.analyze.line.Entry;

/** What is counted of the requests of one group. One thread. */
public final class Tally {
    private static final int FIRST_ERROR = 500;

    private final Histogram durations = new Histogram();
    private long requests;
    private long errors;
    private long bytes;
    private long microsSum;

    void add(Entry entry) {
        requests++;
        if (entry.status() >= FIRST_ERROR) {
            errors++;
        }
        if (entry.bytes() > 0) {
            bytes += entry.bytes();
        }
        long micros = entry.micros();
        if (micros != Entry.NONE) {
            microsSum += micros;
            durations.add(micros);
        }
    }

    public void add(Tally other) {
        requests += other.requests;
        errors += other.errors;
        bytes += other.bytes;
        microsSum += other.microsSum;
        durations.add(other.durations);
    }

    public long requests() {
        return requests;
    }

    /** Responses with a status of 500 or more. */
    public long errors() {
        return errors;
    }

    public long bytes() {
        return bytes;
    }

    /** Of the requests whose lines have one. */
    public Histogram durations() {
        return durations;
    }

    /** Of the durations; not a number when there is none. */
    public double averageSeconds() {
        return durations.count() == 0 ? Double.NaN : microsSum / 1e6 / durations.count();
    }
}
