// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.OutputStream;

/** Writes to a channel from another thread, at the pace of its client. */
final class ChannelOutput extends OutputStream {
    private final Channel channel;

    ChannelOutput(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var sent = channel.writeAndFlush(Unpooled.copiedBuffer(bytes, offset, length))
                .awaitUninterruptibly();
        if (!sent.isSuccess()) {
            throw new IOException("the client is gone", sent.cause());
        }
    }
}
