// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "idle")
final class IdleCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
