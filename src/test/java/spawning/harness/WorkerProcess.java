// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A worker as its title tells: {@code spawning: worker 2 gen 7 (com.acme.Shop)}. */
public record WorkerProcess(long pid, int slot, int generation) {
    private static final Pattern TITLE = Pattern.compile("spawning: worker (\\d+) gen (\\d+) \\(.*\\)");

    /** The worker that this process is, if it is one. */
    static Optional<WorkerProcess> of(Proc process) {
        Matcher title = TITLE.matcher(process.title());
        return title.matches() && process.alive()
                ? Optional.of(new WorkerProcess(
                        process.pid(), Integer.parseInt(title.group(1)), Integer.parseInt(title.group(2))))
                : Optional.empty();
    }

    /** Its process. */
    public Proc process() {
        return new Proc(pid);
    }
}
