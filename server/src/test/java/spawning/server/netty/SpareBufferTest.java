// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The buffer that the event loop has ready. */
class SpareBufferTest {
    private final SpareBuffer spare = new SpareBuffer(ByteBufAllocator.DEFAULT);

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

    @Test
    void isNotThereWhereThereIsNoMemoryAndNobodyIsHeldUpByThat() {
        SpareBuffer none = new SpareBuffer(new Direct((initial, most) -> {
            throw new OutOfMemoryError("as asked");
        }));

        assertThatCode(none::fill).doesNotThrowAnyException();
        assertThat(none.take(1)).isNull();
    }

    @Test
    void isNotLeftBehindByALoopThatMakesOneDuringTheClose() {
        AtomicReference<ByteBuf> made = new AtomicReference<>();
        AtomicReference<SpareBuffer> ended = new AtomicReference<>();
        ended.set(new SpareBuffer(new Direct((initial, most) -> {
            ended.get().close();
            made.set(Unpooled.directBuffer(initial, most));
            return made.get();
        })));

        ended.get().fill();

        assertThat(made.get().refCnt()).isZero();
    }

    /** Has its buffers made. */
    private static final class Direct extends AbstractByteBufAllocator {
        private final BiFunction<Integer, Integer, ByteBuf> making;

        private Direct(BiFunction<Integer, Integer, ByteBuf> making) {
            super(true);
            this.making = making;
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new UnsupportedOperationException("the socket wants a direct one");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            return making.apply(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
