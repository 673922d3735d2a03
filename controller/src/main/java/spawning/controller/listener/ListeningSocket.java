// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/** A line of /proc/net/tcp, tcp6 or unix that stands for a socket that listens where another wants to (proc(5)). */
record ListeningSocket(String inode, Optional<String> uid) {
    private static final String TCP_LISTEN = "0A";
    private static final String UNIX_LISTENS = "00010000"; // __SO_ACCEPTCON
    private static final int TCP_FIELDS = 10;
    private static final int UNIX_FIELDS = 8;
    private static final int WORD = 4;

    /** A socket on that port, on the same address or where one of both stands for all addresses. */
    static Optional<ListeningSocket> ofTcp(String line, InetSocketAddress wanted) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length < TCP_FIELDS || !fields[3].equals(TCP_LISTEN)) {
            return Optional.empty();
        }
        String[] local = fields[1].split(":");
        if (Integer.parseInt(local[1], 16) != wanted.getPort() || !collides(address(local[0]), wanted.getAddress())) {
            return Optional.empty();
        }
        return Optional.of(new ListeningSocket(fields[9], Optional.of(fields[7])));
    }

    /** A socket of that path. */
    static Optional<ListeningSocket> ofUnix(String line, String path) {
        String[] fields = line.strip().split("\\s+", UNIX_FIELDS);
        return fields.length == UNIX_FIELDS && fields[3].equals(UNIX_LISTENS) && fields[7].equals(path)
                ? Optional.of(new ListeningSocket(fields[6], Optional.empty()))
                : Optional.empty();
    }

    /** A v6 socket for all addresses may serve v4 as well; any other of the other family is no obstacle. */
    private static boolean collides(InetAddress held, InetAddress wanted) {
        boolean sameFamily = held.getClass().equals(wanted.getClass());
        return sameFamily
                ? held.equals(wanted) || held.isAnyLocalAddress() || wanted.isAnyLocalAddress()
                : held instanceof Inet6Address && held.isAnyLocalAddress();
    }

    /** The kernel prints each word of four bytes as a number in the machine's own byte order. */
    private static InetAddress address(String hex) {
        byte[] printed = HexFormat.of().parseHex(hex);
        byte[] address = new byte[printed.length];
        boolean swapped = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < printed.length; i++) {
            int inWord = i % WORD;
            address[i] = printed[swapped ? i - inWord + WORD - 1 - inWord : i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("the kernel prints addresses of 4 and 16 bytes, not " + hex, e);
        }
    }
}
