// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * A body too large for memory, made on the fly: blocks of 64 KB, each with its number in front. The application
 * {@code Transfer.java} makes the same one.
 *
 * @param blocks how many
 * @param checksum of all bytes
 */
public record LargeBody(long blocks, long checksum) {
    /** Bytes in a block. */
    public static final int BLOCK = 65_536;

    private static final int READ_LIMIT_MILLIS = 120_000;
    private static final byte[] TEMPLATE = new byte[BLOCK];

    static {
        new Random(1).nextBytes(TEMPLATE);
    }

    /** How fast a client sends or takes. */
    public record Pace(Duration perBlock) {
        /** As fast as it goes. */
        public static final Pace FULL = new Pace(Duration.ZERO);

        /** So that the whole body takes this long. */
        public static Pace of(LargeBody body, Duration whole) {
            return new Pace(whole.dividedBy(body.blocks));
        }

        private void keep(long start, long blocksDone) {
            long ahead = start + perBlock.toNanos() * blocksDone - System.nanoTime();
            if (ahead > 10_000_000) {
                LockSupport.parkNanos(ahead);
            }
        }
    }

    /** A body of this size, rounded down to blocks. */
    public static LargeBody of(long bytes) {
        CRC32C sum = new CRC32C();
        for (long i = 0; i < bytes / BLOCK; i++) {
            sum.update(block(i));
        }
        return new LargeBody(bytes / BLOCK, sum.getValue());
    }

    /** Its size. */
    public long bytes() {
        return blocks * BLOCK;
    }

    private static byte[] block(long number) {
        byte[] block = TEMPLATE.clone();
        ByteBuffer.wrap(block).putLong(number);
        return block;
    }

    /** Writes it into a file. */
    public Path writeTo(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long i = 0; i < blocks; i++) {
                out.write(block(i));
            }
        }
        return file;
    }

    /** Posts it and returns what was answered: the size and the checksum that arrived. A small request follows at once. */
    public String upload(int port, boolean chunked, Pace pace) throws IOException {
        try (Socket socket = connect(port)) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BLOCK);
            String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + bytes();
            out.write(ascii("POST /upload HTTP/1.1\r\nHost: test\r\n" + framing + "\r\n\r\n"));
            long start = System.nanoTime();
            for (long i = 0; i < blocks; i++) {
                out.write(chunked ? ascii(Integer.toHexString(BLOCK) + "\r\n") : new byte[0]);
                out.write(block(i));
                out.write(chunked ? ascii("\r\n") : new byte[0]);
                pace.keep(start, i + 1);
            }
            out.write(ascii((chunked ? "0\r\n\r\n" : "") + "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n"));
            out.flush();
            String answer = text(socket.getInputStream());
            String behind = text(socket.getInputStream());
            return behind.equals("hello") ? answer : "behind the upload: " + behind;
        }
    }

    /** Gets it and compares it; returns what differs, and an empty text when nothing does. */
    public String download(int port, String target, Pace pace) throws IOException {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(ascii("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n"));
            InputStream in = socket.getInputStream();
            String head = head(in);
            CRC32C sum = new CRC32C();
            byte[] buffer = new byte[BLOCK];
            long start = System.nanoTime();
            long bytes = 0;
            boolean chunked = head.contains("Transfer-Encoding: chunked");
            for (long left = chunked ? chunk(in) : length(head); left > 0; left = chunked ? nextChunk(in) : 0) {
                for (long rest = left; rest > 0; ) {
                    int n = in.read(buffer, 0, (int) Math.min(rest, BLOCK));
                    if (n < 0) {
                        throw new EOFException("after " + bytes + " bytes of " + target);
                    }
                    sum.update(buffer, 0, n);
                    bytes += n;
                    rest -= n;
                    pace.keep(start, bytes / BLOCK);
                }
            }
            boolean same = bytes == bytes() && sum.getValue() == checksum;
            return same ? "" : target + ": " + bytes + " " + sum.getValue() + " and not " + bytes() + " " + checksum;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        return socket;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes((int) length(head(in))), StandardCharsets.US_ASCII);
    }

    private static long length(String head) {
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        return Long.parseLong(head.substring(at, head.indexOf('\r', at)));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(line(in)).append("\r\n");
        }
        if (!head.toString().startsWith("HTTP/1.1 200 ")) {
            throw new IOException("answered: " + head);
        }
        return head.toString();
    }

    private static long nextChunk(InputStream in) throws IOException {
        line(in); // the end of the chunk before
        return chunk(in);
    }

    private static long chunk(InputStream in) throws IOException {
        return Long.parseLong(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("after <" + line + ">");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
