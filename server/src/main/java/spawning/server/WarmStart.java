// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.WarmUpSettings;
import spawning.protocol.WorkerSettings;
import spawning.server.engine.HttpEngine;
import spawning.server.warm.Report;
import spawning.server.warm.WarmUp;

/**
 * The warm-up as a part of the boot. A bad answer makes no boot fail: an application that answers its warm-up badly is no
 * worse than one that has none. Only one that leaves no thread for anybody else is.
 */
final class WarmStart {
    private static final Logger log = LoggerFactory.getLogger(WarmStart.class);

    private static final String FULL = "requests of the warm-up still run and leave no room in this worker for others";

    private WarmStart() {}

    /**
     * Warms up, if that is wanted. Blocks for as long as the settings allow, but for half of what is left of the boot
     * timeout at most; and then until the engine has room, for a worker without any is not ready.
     *
     * @param file of the settings, beside which it is noted what has been complained of
     */
    static void of(WorkerSettings settings, Path file, HttpEngine engine, BootWatch bootWatch)
            throws InterruptedException {
        WarmUpSettings wanted = settings.warmUp();
        if (!wanted.wanted()) {
            return;
        }
        var warmUp = new WarmUp(engine, wanted, settings.threads(), settings.workerConnections());
        bootWatch.stage(warmUp::toString);
        log.debug("warming up with GET {}", wanted.paths());
        try {
            Report report = warmUp.run(time(wanted, file, bootWatch));
            log.info("{}", report);
            report.problems().forEach(problem -> warn(file, "warm-up: " + problem));
        } catch (IOException | RuntimeException e) { // Netty throws either where there are no sockets
            warn(file, "there is no warm-up: " + e);
        }
        bootWatch.stage(() -> FULL);
        warmUp.awaitRoom(() -> warn(file, FULL + "; it is ready when one of them ends, or given up at --boot-timeout"));
        bootWatch.stage(() -> "");
    }

    private static Duration time(WarmUpSettings wanted, Path file, BootWatch bootWatch) {
        Duration most = bootWatch.left().map(left -> left.dividedBy(2)).orElse(wanted.time());
        if (most.compareTo(wanted.time()) >= 0) {
            return wanted.time();
        }
        warn(
                file,
                "the warm-up gets half of what is left of --boot-timeout, which is less than --warmup-time, "
                        + wanted.time().toMillis() + " ms");
        return most;
    }

    /** Once a generation, and not by each of its workers. */
    private static void warn(Path file, String text) {
        if (FailureRecord.isNew(file, text)) {
            log.warn("{}", text);
        } else {
            log.debug("{}", text);
        }
    }
}
