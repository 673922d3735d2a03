// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;

/** What a failed accept(2) means for the next one. */
enum AcceptFailure {
    /** The client gave up, or the network reported an error that waited on the new socket: try the next. */
    GONE,
    /** The process or the machine has no descriptor or memory left, or something unforeseen: wait before trying again. */
    EXHAUSTED;

    private static final int EINTR = 4;
    private static final int EPERM = 1;
    private static final int EPROTO = 71;
    private static final int ENOPROTOOPT = 92;
    private static final int EOPNOTSUPP = 95;
    private static final int ENETDOWN = 100;
    private static final int ENETUNREACH = 101;
    private static final int ECONNABORTED = 103;
    private static final int EHOSTDOWN = 112;
    private static final int EHOSTUNREACH = 113;
    private static final int ENONET = 64;

    /**
     * Linux passes errors already pending on the new socket through accept; accept(2) says to treat the ones named here
     * like EAGAIN and to try again.
     */
    static AcceptFailure of(IOException failure) {
        if (!(failure instanceof NativeIoException error)) {
            return EXHAUSTED;
        }
        return switch (-error.expectedErr()) {
            case EINTR,
                    EPERM,
                    EPROTO,
                    ENOPROTOOPT,
                    EOPNOTSUPP,
                    ENETDOWN,
                    ENETUNREACH,
                    ECONNABORTED,
                    EHOSTDOWN,
                    EHOSTUNREACH,
                    ENONET -> GONE;
            default -> EXHAUSTED; // EMFILE, ENFILE, ENOBUFS, ENOMEM, and what accept(2) does not name
        };
    }
}
