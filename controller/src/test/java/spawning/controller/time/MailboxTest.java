// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Mailbox<String> mailbox = new Mailbox<>(now::get);

    @Test
    void eventsComeInTheOrderOfPostingEvenAfterTheDeadline() throws InterruptedException {
        mailbox.post("a");
        mailbox.post("b");
        assertThat(mailbox.next(OptionalLong.empty())).isEqualTo("a");
        assertThat(mailbox.next(OptionalLong.of(now.get() - 1))).isEqualTo("b");
    }

    @Test
    void withoutAnEventTheDeadlineEndsTheWait() throws InterruptedException {
        assertThat(mailbox.next(OptionalLong.of(now.get()))).isNull();
        assertThat(mailbox.next(OptionalLong.of(now.get() + 1000))).isNull();
    }

    @Test
    void anEventEndsTheWait() throws InterruptedException {
        Thread poster = Thread.ofPlatform().start(() -> mailbox.post("late"));
        assertThat(mailbox.next(OptionalLong.empty())).isEqualTo("late");
        poster.join();
    }

    @Test
    void deadlinesAreComparedBySubtraction() {
        Deadline deadline = Deadline.in(Duration.ofNanos(10), now::get);
        assertThat(deadline.nanos()).isNegative();
        assertThat(deadline.passed(now::get)).isFalse();
        assertThat(deadline.remaining(now::get)).isEqualTo(Duration.ofNanos(10));
        now.addAndGet(11);
        assertThat(deadline.passed(now::get)).isTrue();
        assertThat(deadline.remaining(now::get)).isZero();
    }

    @Test
    void patienceThatIsRevokedDoesNotWait() throws InterruptedException {
        Revocable patience = new Revocable();
        assertThat(patience.await(Duration.ZERO)).isTrue();
        patience.revoke();
        assertThat(patience.await(Duration.ofDays(1))).isFalse();
    }
}
