// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import spawning.harness.Broken.How;

/** One request of the load and the check of each byte of its response. The test application answers them. */
sealed interface Exchange {
    /** Which worker answered, with which version of the code. */
    record Answer(String version, int generation, long pid) {}

    Pattern ANSWER = Pattern.compile("n=(\\d+) version=(\\S+) slot=\\d+ generation=(\\d+) pid=(\\d+)\n");

    /** The kinds take turns. */
    static Exchange number(long n) {
        return switch ((int) (n % 4)) {
            case 0 -> new Streamed(n);
            case 1 -> new Posted(n);
            default -> new Plain(n);
        };
    }

    /** Those that take their time, in turns. */
    static Exchange slow(long n) {
        return n % 2 == 0 ? new Trickled(n) : new Posted(n);
    }

    /** The bytes to send, in pieces. */
    default List<byte[]> pieces() {
        return List.of(request());
    }

    /** The bytes to send. */
    byte[] request();

    /** Checks a response. */
    Answer check(Response response) throws Broken;

    /** A short body with a length. */
    record Plain(long n) implements Exchange {
        @Override
        public byte[] request() {
            return ascii("GET /echo?n=" + n + " HTTP/1.1\r\nHost: test\r\n\r\n");
        }

        @Override
        public Answer check(Response response) throws Broken {
            expectText(response);
            expect(response, "" + response.body().length, response.value("Content-Length"));
            return answer(response, response.text(), n);
        }
    }

    /** A body of several chunks, each of them an answer. */
    record Streamed(long n) implements Exchange {
        private static final int COUNT = 5;

        @Override
        public byte[] request() {
            return ascii("GET /stream?n=" + n + "&count=" + COUNT + " HTTP/1.1\r\nHost: test\r\n\r\n");
        }

        @Override
        public Answer check(Response response) throws Broken {
            expectText(response);
            expect(response, "chunked", response.value("Transfer-Encoding"));
            String text = response.text();
            int length = text.length() / COUNT;
            expect(response, text.substring(0, length).repeat(COUNT), text);
            return answer(response, text.substring(0, length), n);
        }
    }

    /** A body whose elements come one by one, some time apart. */
    record Trickled(long n) implements Exchange {
        private static final int COUNT = 5;

        @Override
        public byte[] request() {
            return ascii("GET /trickle?n=" + n + "&ms=100&count=" + COUNT + " HTTP/1.1\r\nHost: test\r\n\r\n");
        }

        @Override
        public Answer check(Response response) throws Broken {
            expectText(response);
            String text = response.text();
            int length = text.length() / COUNT;
            expect(response, text.substring(0, length).repeat(COUNT), text);
            return answer(response, text.substring(0, length), n);
        }
    }

    /** A body there and back again: an answer, then the bytes sent. */
    record Posted(long n) implements Exchange {
        private static final int LENGTH = 3_000;

        private byte[] sent() {
            byte[] body = new byte[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                body[i] = (byte) (n * 31 + i);
            }
            return body;
        }

        @Override
        public byte[] request() {
            byte[] head =
                    ascii("POST /body?n=" + n + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + LENGTH + "\r\n\r\n");
            byte[] request = Arrays.copyOf(head, head.length + LENGTH);
            System.arraycopy(sent(), 0, request, head.length, LENGTH);
            return request;
        }

        /** The head, and the body in five pieces. */
        @Override
        public List<byte[]> pieces() {
            byte[] request = request();
            List<byte[]> pieces = new ArrayList<>();
            int head = request.length - LENGTH;
            pieces.add(Arrays.copyOf(request, head));
            for (int at = head; at < request.length; at += LENGTH / 5) {
                pieces.add(Arrays.copyOfRange(request, at, at + LENGTH / 5));
            }
            return pieces;
        }

        @Override
        public Answer check(Response response) throws Broken {
            byte[] body = response.body();
            int split = body.length - LENGTH;
            if (response.status() != 200
                    || split <= 0
                    || !Arrays.equals(sent(), Arrays.copyOfRange(body, split, body.length))) {
                throw wrong(response, "status 200 and the " + LENGTH + " bytes sent");
            }
            return answer(response, new String(body, 0, split, StandardCharsets.US_ASCII), n);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void expectText(Response response) throws Broken {
        expect(response, "HTTP/1.1 200 OK", response.statusLine());
        // Jetty adds a charset
        expect(response, "text/plain", response.value("Content-Type").replaceFirst(";.*", ""));
    }

    private static void expect(Response response, String expected, String found) throws Broken {
        if (!expected.equals(found)) {
            throw wrong(response, expected);
        }
    }

    private static Answer answer(Response response, String text, long n) throws Broken {
        Matcher answer = ANSWER.matcher(text);
        if (!answer.matches() || Long.parseLong(answer.group(1)) != n) {
            throw wrong(response, "the answer to number " + n);
        }
        return new Answer(answer.group(2), Integer.parseInt(answer.group(3)), Long.parseLong(answer.group(4)));
    }

    private static Broken wrong(Response response, String expected) {
        return new Broken(How.WRONG, "expected <" + expected + "> in: " + response);
    }
}
