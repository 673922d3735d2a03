// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class AcceptQueueTest {
    @Test
    void whoWaitsIsCountedUntilTheListenerIsClosed() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        Fd listener = Sockets.socket(any);
        try (listener) {
            Sockets.bind(listener, any);
            assertThat(Sockets.acceptQueue(listener))
                    .as("it does not listen yet")
                    .isEmpty();
            Sockets.listen(listener, 5);
            InetSocketAddress address = (InetSocketAddress) Sockets.getsockname(listener);
            try (Socket _ = new Socket(address.getAddress(), address.getPort());
                    Socket _ = new Socket(address.getAddress(), address.getPort())) {
                assertThat(Sockets.acceptQueue(listener)).hasValue(new Sockets.AcceptQueue(2, 5));
            }
        }
        assertThat(Sockets.acceptQueue(listener)).isEmpty();
    }
}
