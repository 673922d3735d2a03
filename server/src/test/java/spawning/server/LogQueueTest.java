// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LogQueueTest {
    private final LoggerContext context = new LoggerContext();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch lossSaid = new CountDownLatch(1);

    LogQueueTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @Test
    void whatWasLoggedBeforeTheStopIsWrittenInOrder() {
        go.countDown();
        LogQueue queue = queue(100);
        IntStream.range(0, 50).forEach(i -> queue.doAppend(line("line " + i)));
        queue.stop();
        assertThat(written)
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void whoeverLogsIsNotHeldUpByASlowTargetAndWhatIsTooMuchIsDropped() throws InterruptedException {
        LogQueue queue = queue(10);
        queue.doAppend(line("first"));
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue(); // and there it hangs
        IntStream.range(0, 30).forEach(i -> queue.doAppend(line("line " + i)));
        assertThat(written).isEmpty();
        go.countDown();
        assertThat(lossSaid.await(10, TimeUnit.SECONDS)).isTrue();
        queue.stop();
        assertThat(written.getLast()).startsWith("20 lines of this log were lost");
    }

    @Test
    void aTargetThatHangsDoesNotHoldUpTheStopForLong() throws InterruptedException {
        LogQueue queue = queue(10);
        queue.doAppend(line("first"));
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        queue.stop();
        assertThat(written).isEmpty();
        go.countDown();
    }

    private LogQueue queue(int most) {
        AppenderBase<ILoggingEvent> target = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                writing.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                written.add(event.getFormattedMessage());
                if (event.getFormattedMessage().contains("were lost")) {
                    lossSaid.countDown();
                }
            }
        };
        target.setContext(context);
        target.start();
        LogQueue queue = new LogQueue(target, most, Duration.ofMillis(300));
        queue.setContext(context);
        queue.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(queue);
        return queue;
    }

    private ILoggingEvent line(String text) {
        return new LoggingEvent("test", context.getLogger("test"), Level.INFO, text, null, null);
    }
}
