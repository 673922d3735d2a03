// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package io.netty.channel.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Holds what is used of Netty's internals, so that another version of Netty that lacks it is noticed here. */
class AcceptEpollTest {
    static {
        Epoll.ensureAvailability();
    }

    @Test
    void aWakeUpEndsTheWaitAndIsUsedUpByIt() throws Exception {
        try (AcceptEpoll epoll = new AcceptEpoll()) {
            epoll.wake();
            epoll.wake();
            assertThat(epoll.await(Duration.ofSeconds(10))).isEqualTo(1);
            assertThat(epoll.ready(0)).isEqualTo(-1);
            assertThat(epoll.await(Duration.ZERO)).isZero();
        }
    }

    @Test
    void aListenerWithAConnectionIsReadyUntilItIsAcceptedOrRemoved() throws Exception {
        Socket listener = Socket.newSocketStream();
        try (AcceptEpoll epoll = new AcceptEpoll();
                java.net.Socket client = new java.net.Socket()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.listen(16);
            epoll.add(listener.intValue());
            assertThat(epoll.await(Duration.ZERO)).isZero();
            client.connect(listener.localAddress());
            assertThat(epoll.await(Duration.ofSeconds(10))).isEqualTo(1);
            assertThat(epoll.ready(0)).isEqualTo(listener.intValue());
            epoll.remove(listener.intValue());
            assertThat(epoll.await(Duration.ZERO)).isZero();
            int accepted = listener.accept(new byte[26]);
            assertThat(accepted).isPositive();
            assertThat(listener.accept(new byte[26])).as("EAGAIN").isEqualTo(-1);
            new Socket(accepted).close();
        } finally {
            listener.close();
        }
    }

    @Test
    void errorsCarryTheirNumber() {
        assertThat(Errors.newIOException("accept", -24).expectedErr()).isEqualTo(-24);
    }
}
