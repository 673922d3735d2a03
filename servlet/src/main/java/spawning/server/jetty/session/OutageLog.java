// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.nio.file.FileSystemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says once that something stopped working, at most once a minute how it goes on, and once that it works again. Safe for use by several
 * threads; costs one volatile read where all is well.
 */
final class OutageLog {
    private static final long SAY_AGAIN = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final String what;
    private final String consequence;
    private volatile @Nullable Outage outage;
    private @Nullable Long said; // guarded by this

    private static final class Outage {
        final long since = System.nanoTime();
        long requests;
        long unsaid;
    }

    /**
     * @param what begins each line, as in {@code sessions in /var/lib/shop cannot be saved}
     * @param consequence ends the first line: what becomes of the requests
     */
    OutageLog(Logger log, String what, String consequence) {
        this.log = log;
        this.what = what;
        this.consequence = consequence;
    }

    void failed(Exception why) {
        synchronized (this) {
            Outage now = outage;
            if (now == null) {
                now = new Outage();
                outage = now;
            }
            now.requests++;
            now.unsaid++;
            long time = System.nanoTime();
            if (said != null && time - said < SAY_AGAIN) return;
            said = time;
            log.error(
                    "{}: {}; {}",
                    what,
                    said(why),
                    now.requests == 1 ? consequence : now.unsaid + " more times since this was last said");
            now.unsaid = 0;
        }
    }

    void worked() {
        if (outage == null) return;
        synchronized (this) {
            Outage over = outage;
            if (over == null) return;
            outage = null;
            if (over.unsaid == over.requests) return; // its beginning was not said either
            log.info(
                    "{}: works again after {} ms and {} failures",
                    what,
                    Duration.ofNanos(System.nanoTime() - over.since).toMillis(),
                    over.requests);
        }
    }

    /** The JDK's exceptions about files say the name only, without their class. */
    private static String said(Exception why) {
        String message = why.getMessage();
        return message == null || why instanceof FileSystemException ? why.toString() : message;
    }
}
