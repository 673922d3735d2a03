// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.Insight;
import spawning.protocol.WorkerSettings;

/**
 * The paths that a worker answers itself: {@code /_sysinfo} and {@code /_coverage}, at the root whatever the context path
 * of the application is. Any thread; the work is done on a thread of its own, for that of a request may be the event loop.
 */
public final class InsightPages {
    /** More than a report of a large application takes; asked for in place of the request timeout. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(InsightPages.class);
    private static final String SYSINFO = "/_sysinfo";

    private final Visitors visitors;
    private final @Nullable Sysinfo sysinfo;
    private final @Nullable CoveragePages coverage;
    private final AtomicBoolean refused = new AtomicBoolean();

    private InsightPages(Insight insight, WorkerSettings settings, int slot, Path folder, String engine)
            throws IOException {
        visitors = Visitors.of(insight.allow());
        sysinfo = insight.sysinfo() ? new Sysinfo(settings, insight.classPath(), slot, engine) : null;
        coverage = insight.coverage().isEmpty() ? null : CoveragePages.of(insight, settings, folder);
    }

    /**
     * The pages that were asked for; null when none was.
     *
     * @param slot of the worker
     * @param folder of the generation
     * @param engine what serves, for people
     */
    public static @Nullable InsightPages of(WorkerSettings settings, int slot, Path folder, String engine)
            throws IOException {
        Insight insight = settings.insight();
        return insight != null && insight.pages() ? new InsightPages(insight, settings, slot, folder, engine) : null;
    }

    /** Whether a path is one of these, and not the application's. */
    public boolean owns(String path) {
        return path.startsWith("/_") && (isSysinfo(path) || (coverage != null && coverage.owns(path)));
    }

    private boolean isSysinfo(String path) {
        return sysinfo != null && path.equals(SYSINFO);
    }

    /**
     * Answers a request for a path that it {@linkplain #owns}. Blocks for as long as it takes.
     *
     * @throws InterruptedException while it waited
     * @throws IOException what is needed for it cannot be read or written
     */
    public Answer answer(Asked asked) throws InterruptedException, IOException {
        String refusal = visitors.refusal(asked);
        if (!refusal.isEmpty()) {
            return refuse(asked, refusal);
        }
        if (!asked.method().equals("GET") && !asked.method().equals("HEAD")) {
            return Answer.plain(405, "Method Not Allowed", asked.path() + " is for GET and HEAD only.")
                    .with("Allow", "GET, HEAD");
        }
        FutureTask<Answer> task = new FutureTask<>(() -> page(asked));
        var _ = Thread.ofPlatform().name("insight").daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException(asked.path() + " could not be answered", e.getCause());
        }
    }

    private Answer page(Asked asked) throws IOException, InterruptedException {
        if (sysinfo != null && isSysinfo(asked.path())) {
            return Answer.ok("application/json", sysinfo.json());
        }
        if (coverage != null) {
            return coverage.page(asked);
        }
        throw new IllegalStateException(asked.path() + " is none of these pages");
    }

    private Answer refuse(Asked asked, String why) {
        if (!refused.getAndSet(true)) {
            LOG.warn(
                    "refused {} to {}: {}; --insight-allow names who may ask (said once)",
                    asked.path(),
                    asked.client().isEmpty() ? "a client without an address" : asked.client(),
                    why);
        }
        return Answer.plain(
                403,
                "Forbidden",
                "Only clients that --insight-allow names (without it, those of the server's own machine) may see this: "
                        + why + ".");
    }
}
