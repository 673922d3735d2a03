// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The buffer that the event loop has ready. */
class SpareBufferTest {
    private final SpareBuffer spare = new SpareBuffer();

    @Test
    void isGivenToOneRequestOnly() {
        spare.fill();

        ByteBuf taken = Objects.requireNonNull(spare.take(500));
        assertThat(spare.take(500)).isNull();
        assertThat(taken.writableBytes()).isGreaterThanOrEqualTo(500);
        assertThat(taken.refCnt()).isEqualTo(1);
        taken.release();
    }

    @Test
    void isLeftForOthersByOneThatNeedsMore() {
        spare.fill();

        assertThat(spare.take(100_000)).isNull();
        ByteBuf taken = Objects.requireNonNull(spare.take(1));
        taken.release();
    }

    @Test
    void isFreedAtTheEndAndNotMadeAnew() {
        spare.fill();

        spare.close();
        spare.fill();

        assertThat(spare.take(1)).isNull();
    }
}
