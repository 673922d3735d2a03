// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package io.netty.channel.epoll;

import io.netty.channel.ChannelOption;
import java.io.IOException;

/**
 * Lets a channel outlive the end of its client's side, so that a client which has shut down its sending side after its
 * request gets the whole answer. It stands in Netty's package because only there a channel's events can be chosen.
 */
public final class HalfClosure {
    /** TCP_CLOSE of netinet/tcp.h: both sides are done, for instance by a reset. */
    private static final int TCP_CLOSE = 7;

    private HalfClosure() {}

    /**
     * Allows it for a channel that is not registered yet.
     *
     * <p>When a channel waits for no event, Netty 4.2.18 takes it out of its epoll set and cannot put it back
     * (EpollIoHandler.DefaultEpollIoRegistration.submit: EPOLL_CTL_DEL leaves the state at Added, the EPOLL_CTL_MOD of
     * the next write that has to wait fails with ENOENT). EPOLLERR, which epoll reports anyway, keeps it in. The price:
     * once the connection is reset, epoll reports that for ever, so whoever keeps such a channel looks at
     * {@link #isOver} now and then.
     */
    public static void allow(EpollSocketChannel channel) throws IOException {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.setFlag(Native.EPOLLERR);
    }

    /** Whether there is no connection any more, in either direction. */
    public static boolean isOver(EpollSocketChannel channel) {
        return !channel.isOpen() || channel.tcpInfo().state() == TCP_CLOSE;
    }
}
