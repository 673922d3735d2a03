// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in the test's own process that answers as the test application does, or misbehaves in one way. */
final class StandInServer implements Closeable {
    /** What is wrong with it. */
    enum Manner {
        RIGHT,
        CLOSES_WITH_NOTICE,
        CLOSES_WITHOUT_NOTICE,
        TRUNCATES,
        RESETS,
        ANSWERS_ANOTHER
    }

    private static final Pattern NUMBER = Pattern.compile("n=(\\d+)");

    private final ServerSocket listener;
    private final Manner manner;
    private final Thread acceptor;

    StandInServer(Manner manner) throws IOException {
        this.manner = manner;
        listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(connection, line, body(in));
                if (connection.isClosed() || manner == Manner.CLOSES_WITH_NOTICE) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The client has left: it counts, the server need not.
        }
    }

    private static String body(BufferedReader in) throws IOException {
        int length = 0;
        for (String field = in.readLine(); !field.isEmpty(); field = in.readLine()) {
            if (field.startsWith("Content-Length: ")) {
                length = Integer.parseInt(field.substring("Content-Length: ".length()));
            }
        }
        char[] body = new char[length];
        for (int received = 0; received < length; ) {
            received += in.read(body, received, length - received);
        }
        return new String(body);
    }

    private void answer(Socket connection, String requestLine, String body) throws IOException {
        byte[] response = response(requestLine, body).getBytes(StandardCharsets.ISO_8859_1);
        OutputStream out = connection.getOutputStream();
        switch (manner) {
            case RIGHT, ANSWERS_ANOTHER, CLOSES_WITH_NOTICE -> out.write(response);
            case CLOSES_WITHOUT_NOTICE -> connection.close();
            case TRUNCATES -> {
                out.write(response, 0, response.length - 3);
                connection.close();
            }
            case RESETS -> {
                connection.setSoLinger(true, 0);
                connection.close();
            }
        }
    }

    private String response(String requestLine, String body) {
        Matcher number = NUMBER.matcher(requestLine);
        if (!number.find()) {
            throw new IllegalArgumentException(requestLine);
        }
        long n = Long.parseLong(number.group(1)) + (manner == Manner.ANSWERS_ANOTHER ? 1 : 0);
        String answer = "n=" + n + " version=v1 slot=1 generation=1 pid=812\n";
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                + (manner == Manner.CLOSES_WITH_NOTICE ? "Connection: close\r\n" : "Keep-Alive: timeout=1\r\n");
        if (requestLine.contains("/stream")) {
            String chunk = Integer.toHexString(answer.length()) + "\r\n" + answer + "\r\n";
            return head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5) + "0\r\n\r\n";
        }
        return head + "Content-Length: " + (answer.length() + body.length()) + "\r\n\r\n" + answer + body;
    }

    /** The port is free when this returns: it is open for as long as the acceptor is in its call. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            if (!acceptor.join(Await.SOON)) {
                throw new AssertionError("the acceptor of " + listener + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever ends the test does not want to wait
        }
    }
}
