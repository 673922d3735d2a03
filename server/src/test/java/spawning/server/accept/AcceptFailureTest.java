// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptFailureTest {
    @BeforeAll
    static void load() {
        Epoll.ensureAvailability();
    }

    @ParameterizedTest(name = "errno {0}")
    @ValueSource(ints = {4, 71, 103, 113})
    void whatConcernsOneConnectionIsPassedOver(int errno) {
        assertThat(AcceptFailure.of(Errors.newIOException("accept", -errno))).isEqualTo(AcceptFailure.GONE);
    }

    @ParameterizedTest(name = "errno {0}")
    @ValueSource(ints = {24, 23, 105, 12, 22, 9})
    void whatLastsIsWaitedOut(int errno) {
        assertThat(AcceptFailure.of(Errors.newIOException("accept", -errno))).isEqualTo(AcceptFailure.EXHAUSTED);
    }

    @Test
    void whatHasNoNumberIsWaitedOut() {
        assertThat(AcceptFailure.of(new IOException())).isEqualTo(AcceptFailure.EXHAUSTED);
    }
}
