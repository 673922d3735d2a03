// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.DatagramSocket;
import spawning.controller.posix.Environment;
import spawning.controller.time.MonotonicClock;

/** Reports to systemd, or whoever else listens on the socket named by NOTIFY_SOCKET, as sd_notify(3) says. */
public final class Systemd implements Reporter {
    private static final Logger log = LoggerFactory.getLogger(Systemd.class);

    /** What a service manager tells one process, and what others would misunderstand: sd_listen_fds(3), sd_watchdog_enabled(3). */
    private static final List<String> OURS_ALONE =
            List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES");

    private static final long MICRO = 1000;

    private final DatagramSocket socket;
    private final MonotonicClock clock;
    private final long watchdogNanos;
    private long lastSign;
    private boolean failed;

    private Systemd(DatagramSocket socket, MonotonicClock clock, long watchdogNanos) {
        this.socket = socket;
        this.clock = clock;
        this.watchdogNanos = watchdogNanos;
        this.lastSign = clock.nanos() - watchdogNanos;
    }

    /**
     * Connects, if somebody listens. What cannot be reached is warned of, and the service does without.
     *
     * @param variables of the environment
     * @param pid of this process
     */
    public static Optional<Systemd> of(Map<String, String> variables, long pid, MonotonicClock clock) {
        String address = variables.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Systemd(DatagramSocket.connect(address), clock, watchdog(variables, pid)));
        } catch (IOException e) {
            log.warn("NOTIFY_SOCKET is {}, but nobody can be notified there: {}", address, e.getMessage());
            return Optional.empty();
        }
    }

    /** In nanoseconds; 0 if nobody watches this process. */
    private static long watchdog(Map<String, String> variables, long pid) {
        String whom = variables.getOrDefault("WATCHDOG_PID", "");
        String micros = variables.getOrDefault("WATCHDOG_USEC", "");
        boolean us = whom.isEmpty() || whom.equals(String.valueOf(pid));
        return us && micros.matches("\\d{1,15}") ? Long.parseLong(micros) * MICRO : 0;
    }

    /** Keeps from our children what is told to us alone. */
    public static void keepToOurselves() throws IOException {
        for (String name : OURS_ALONE) {
            Environment.remove(name);
        }
    }

    @Override
    public void ready() {
        send("READY=1");
    }

    @Override
    public void reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=" + clock.nanos() / MICRO);
    }

    @Override
    public void reloaded() {
        send("READY=1");
    }

    @Override
    public void stopping() {
        send("STOPPING=1");
    }

    @Override
    public void status(String sentence) {
        send("STATUS=" + sentence.replace('\n', ' '));
    }

    /** A sign of life, twice in the time after which we would be taken for dead. */
    @Override
    public void alive() {
        if (watchdogNanos > 0 && clock.nanos() - lastSign >= watchdogNanos / 2) {
            lastSign = clock.nanos();
            send("WATCHDOG=1");
        }
    }

    private void send(String message) {
        try {
            socket.send(message);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                log.warn("systemd cannot be notified: {}", e.getMessage());
                failed = true;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
