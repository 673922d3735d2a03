// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import spawning.protocol.ListenerKind;

/**
 * Closes a listener to newcomers while what stands in its accept queue can still be taken. The last process that closes
 * a listener resets every connection that is in the queue; behind a closed gate the queue only grows shorter.
 *
 * <p>It acts on the socket, so on every process that shares it, and cannot be undone: for the end of the whole instance.
 */
final class Gate {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;

    /** Instructions of linux/bpf_common.h: code, jump if true, jump if false, constant. */
    private static final int[][] DROP_CONNECTION_REQUESTS = {
        {0x30, 0, 0, 13}, // ldb [13]: the flags; the filter of a TCP socket sees the segment from its TCP header on
        {0x54, 0, 0, 0x12}, // and #(SYN | ACK)
        {0x15, 0, 1, 0x02}, // jeq #SYN, next, skip one
        {0x06, 0, 0, 0}, // ret #0: drop
        {0x06, 0, 0, -1}, // ret #-1: pass
    };

    private static final int INSTRUCTION_BYTES = 8;

    private Gate() {}

    /**
     * Closes the gate of a listener; the descriptor stays open.
     *
     * @throws IOException the gate is still open
     */
    static void close(int fd, ListenerKind kind) throws IOException {
        if (kind.tcp()) {
            dropConnectionRequests(fd);
        } else {
            // unix(7): a connect to a listener whose reading side is shut down is refused, the queue stays acceptable
            new Socket(fd).shutdown(true, false);
        }
    }

    /**
     * A client whose SYN is dropped sends it again after a second, and by then gets a plain refusal. Segments of
     * handshakes under way pass (tcp_v4_rcv filters those too), so that connections in the making come into the queue.
     */
    private static void dropConnectionRequests(int fd) throws IOException {
        ByteBuffer filter = direct(DROP_CONNECTION_REQUESTS.length * INSTRUCTION_BYTES);
        for (int[] instruction : DROP_CONNECTION_REQUESTS) {
            filter.putShort((short) instruction[0]);
            filter.put((byte) instruction[1]).put((byte) instruction[2]).putInt(instruction[3]);
        }
        // struct sock_fprog: unsigned short len, padding up to the alignment of a pointer, struct sock_filter *filter
        ByteBuffer program = direct(16);
        program.putShort(0, (short) DROP_CONNECTION_REQUESTS.length);
        program.putLong(8, Buffer.memoryAddress(filter));
        try {
            new Socket(fd).setRawOpt(SOL_SOCKET, SO_ATTACH_FILTER, program);
        } finally {
            Reference.reachabilityFence(filter); // the kernel copies it during the call
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
