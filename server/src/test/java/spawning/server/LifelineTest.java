// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import spawning.protocol.ControllerMessage;

/** What is heard through a real pipe, whose one end is the controller's here. */
class LifelineTest {
    private FileDescriptor read;
    private FileDescriptor write;

    @BeforeAll
    static void load() {
        Epoll.ensureAvailability();
    }

    @BeforeEach
    void open() throws IOException {
        FileDescriptor[] pipe = FileDescriptor.pipe();
        read = pipe[0];
        write = pipe[1];
    }

    @AfterEach
    void close() throws IOException {
        read.close();
        write.close();
    }

    /** Notes what it hears, and fails to dump. */
    private static final class Heard implements Lifeline.Listener {
        final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @Override
        public void told(ControllerMessage message) {
            if (message instanceof ControllerMessage.Dump) {
                throw new OutOfMemoryError("expected by the test");
            }
            all.add(message.encode());
        }

        @Override
        public void controllerDied() {
            all.add("died");
        }

        @Override
        public void lifelineBroke() {
            all.add("broke");
        }

        String next() throws InterruptedException {
            return String.valueOf(all.poll(10, TimeUnit.SECONDS));
        }
    }

    private void send(ControllerMessage message) throws IOException {
        byte[] line = (message.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        write.write(ByteBuffer.allocateDirect(line.length).put(line).flip(), 0, line.length);
    }

    @Test
    void theEndOfThePipeIsTheControllersDeath() throws Exception {
        Heard heard = new Heard();
        new Lifeline(read.intValue(), write.intValue()).listen(heard);
        send(new ControllerMessage.Accept());
        assertThat(heard.next()).isEqualTo("accept");
        write.close();
        assertThat(heard.next()).isEqualTo("died");
    }

    @Test
    void aFailingReadIsNot() throws Exception {
        Heard heard = new Heard();
        new Lifeline(write.intValue(), write.intValue()).listen(heard); // the wrong end: read(2) fails with EBADF
        assertThat(heard.next()).isEqualTo("broke");
        assertThat(heard.all).isEmpty();
    }

    @Test
    void aMessageThatFailsDoesNotHideWhatComesAfterIt() throws Exception {
        Heard heard = new Heard();
        new Lifeline(read.intValue(), write.intValue()).listen(heard);
        send(new ControllerMessage.Dump("", false, false));
        send(new ControllerMessage.Accept());
        assertThat(heard.next()).isEqualTo("accept");
        write.close();
        assertThat(heard.next()).isEqualTo("died");
    }
}
