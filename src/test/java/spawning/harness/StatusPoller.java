// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the status of a product again and again, and notes each counter that goes backwards, and each time that it is not ready. */
public final class StatusPoller implements AutoCloseable {
    private final Status status;
    private final Map<String, Double> highest = new HashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicLong rounds = new AtomicLong();
    private final Thread thread;
    private volatile boolean over;

    private StatusPoller(Status status) {
        this.status = status;
        this.thread = Thread.ofVirtual().unstarted(this::poll);
    }

    /** Starts to read. */
    public static StatusPoller start(Status status) {
        StatusPoller poller = new StatusPoller(status);
        poller.thread.start();
        return poller;
    }

    private void poll() {
        while (!over) {
            try {
                status.counters().forEach(this::compare);
                for (Map.Entry<String, com.google.gson.JsonElement> total :
                        status.json().getAsJsonObject("totals").entrySet()) {
                    if (!total.getKey().equals("connections_open")) {
                        compare(total.getKey(), total.getValue().getAsDouble());
                    }
                }
                Response ready = status.get("/readyz");
                if (ready.status() != 200) {
                    complaints.add("not ready: " + ready);
                }
                rounds.incrementAndGet();
            } catch (IOException | RuntimeException | AssertionError e) {
                complaints.add("not read: " + e);
            }
        }
    }

    private void compare(String name, double value) {
        Double before = highest.merge(name, value, Math::max);
        if (before > value) {
            complaints.add(name + " went from " + before + " to " + value);
        }
    }

    /** Ends it and returns what was wrong. */
    public Queue<String> stop() {
        over = true;
        try {
            if (!thread.join(Await.SOON)) {
                throw new AssertionError("the poller does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        if (rounds.get() == 0) {
            complaints.add("nothing was ever read");
        }
        return complaints;
    }

    @Override
    public void close() {
        over = true;
    }
}
