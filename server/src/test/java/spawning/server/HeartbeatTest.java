// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.HttpEngine;

class HeartbeatTest {
    private static HttpEngine engine(boolean moves) {
        return (HttpEngine) Proxy.newProxyInstance(
                HttpEngine.class.getClassLoader(),
                new Class<?>[] {HttpEngine.class},
                (self, method, arguments) -> moves);
    }

    @Test
    void itGoesOnWhenThereIsNoMemoryToMeasureTheMemory() {
        Scoreboard scoreboard = Scoreboard.unread();
        AtomicInteger tries = new AtomicInteger();
        Heartbeat heartbeat = new Heartbeat(scoreboard, () -> () -> {
            tries.incrementAndGet();
            throw new OutOfMemoryError("as asked");
        });
        heartbeat.watch(engine(true));
        for (int i = 0; i < 20; i++) {
            heartbeat.beat();
        }
        assertThat(scoreboard.view().count(Counter.BEATS)).isEqualTo(20);
        assertThat(tries).hasValue(2);
    }

    @Test
    void itStandsStillWithItsEngine() {
        Scoreboard scoreboard = Scoreboard.unread();
        Heartbeat heartbeat = new Heartbeat(scoreboard, () -> () -> {});
        heartbeat.beat();
        heartbeat.watch(engine(false));
        heartbeat.beat();
        assertThat(scoreboard.view().count(Counter.BEATS)).isEqualTo(1);
    }
}
