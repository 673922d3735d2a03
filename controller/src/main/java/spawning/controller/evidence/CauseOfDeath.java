// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the way a worker ended tells of the cause. One thread. */
final class CauseOfDeath {
    private static final Logger LOG = LoggerFactory.getLogger(CauseOfDeath.class);
    private static final String KILLED = "signal 9 ";
    private static final String CORE = "core dumped";

    private final Path proc;
    private final OomKills kills;
    private Optional<OomKills.Count> before;

    CauseOfDeath(Path proc, OomKills kills) {
        this.proc = proc;
        this.kills = kills;
        this.before = kills.count();
    }

    /** Sentences about the ending of a worker that we did not kill. */
    List<String> remarks(Subject subject, String ending) {
        List<String> remarks = new ArrayList<>();
        if (ending.contains(KILLED)) {
            remarks.add("signal 9, not by the controller; " + killer(subject));
        }
        if (ending.contains(CORE)) {
            remarks.add(
                    "the kernel has put its core dump where /proc/sys/kernel/core_pattern says: " + corePattern()
                            + " (a name without a folder: in the worker's working directory); it holds the worker's whole memory");
        }
        return remarks;
    }

    private String killer(Subject subject) {
        Optional<OomKills.Count> now = kills.count();
        long from = before.map(OomKills.Count::number).orElse(0L);
        before = now;
        if (now.isEmpty()) {
            return "whether by the kernel's out-of-memory killer cannot be read";
        }
        OomKills.Count count = now.get();
        if (count.number() <= from) {
            return "not by the kernel's out-of-memory killer: oom_kill of " + count.where() + " is " + from
                    + " as before";
        }
        String killer = "perhaps by the kernel's out-of-memory killer: oom_kill of " + count.where() + " went up from "
                + from + " to " + count.number();
        LOG.warn("worker {} (pid {}) was killed, {}", subject.slot(), subject.pid(), killer);
        return killer;
    }

    private String corePattern() {
        try {
            return Files.readString(proc.resolve("sys/kernel/core_pattern")).strip();
        } catch (IOException e) {
            return "(cannot be read)";
        }
    }
}
