// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerSignalsTest {
    @Test
    void whatASignalIsToSayIsSaidOnceThereIsMemoryForIt() {
        AtomicInteger tries = new AtomicInteger();
        WorkerSignals.insist(() -> {
            if (tries.incrementAndGet() < 3) {
                throw new OutOfMemoryError("as asked");
            }
        });
        assertThat(tries).hasValue(3);
    }
}
