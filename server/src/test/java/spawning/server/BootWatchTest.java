// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BootWatchTest {
    private final BlockingQueue<String> dumps = new LinkedBlockingQueue<>();

    @Test
    void aBootThatHangsShowsItsStacksBeforeItsEnd() throws InterruptedException {
        new BootWatch(dumps::add).start(Duration.ofMillis(20));
        assertThat(dumps.poll(10, TimeUnit.SECONDS))
                .isEqualTo("not ready, 10 ms before the boot timeout of 20 ms ends this worker");
    }

    @Test
    void aWorkerThatIsReadyIsNotWatched() throws InterruptedException {
        BootWatch watch = new BootWatch(dumps::add);
        watch.stop();
        watch.start(Duration.ofMillis(2));
        BootWatch later = new BootWatch(dumps::add);
        later.start(Duration.ofMillis(40));
        assertThat(dumps.poll(10, TimeUnit.SECONDS)).contains("of 40 ms");
    }

    @Test
    void whatTheWorkerIsAtIsSaid() throws InterruptedException {
        BootWatch watch = new BootWatch(dumps::add);
        watch.stage(() -> "warming up with GET /x, after 7 requests");
        watch.start(Duration.ofMillis(40));
        assertThat(watch.left()).hasValueSatisfying(left -> assertThat(left).isLessThan(Duration.ofMillis(41)));
        assertThat(dumps.poll(10, TimeUnit.SECONDS))
                .startsWith("not ready, warming up with GET /x, after 7 requests, ")
                .contains("before the boot timeout of 40 ms");
    }

    @Test
    void withoutALimitNothingIsWatched() throws InterruptedException {
        new BootWatch(dumps::add).start(Duration.ZERO);
        new BootWatch(dumps::add).start(Duration.ofMillis(40));
        assertThat(dumps.poll(10, TimeUnit.SECONDS)).contains("of 40 ms");
    }
}
