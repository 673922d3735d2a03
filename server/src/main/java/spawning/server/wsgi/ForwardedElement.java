// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An element of the header Forwarded (RFC 7239, section 4), which one proxy wrote; values as sent, without their quotes.
 *
 * @param node whom it got the request from: {@code for}
 * @param proto the scheme it got the request by
 * @param host the Host it got
 */
record ForwardedElement(
        @Nullable String node,
        @Nullable String proto,
        @Nullable String host) {

    /** Adds the elements of a header line. Each line is read by itself: what is open at its end does not go on in the next. */
    static void parse(String line, List<ForwardedElement> elements) throws BadForwarding {
        new Parser(line).elements(elements);
    }

    /**
     * Reads strictly where one character can hide what follows (quotes, escapes, a parameter given twice), and takes the
     * colons and brackets that many proxies do not quote.
     */
    private static final class Parser {
        private final String line;
        private int at;

        Parser(String line) {
            this.line = line;
        }

        void elements(List<ForwardedElement> elements) throws BadForwarding {
            while (at < line.length()) {
                ForwardedElement element = element();
                if (element != null) {
                    elements.add(element);
                }
                at++; // the comma
            }
        }

        /** Up to a comma or the end; null when it is empty, which a list may have: RFC 9110, section 5.6.1.2. */
        private @Nullable ForwardedElement element() throws BadForwarding {
            List<String> names = new ArrayList<>(4);
            @Nullable String node = null;
            @Nullable String proto = null;
            @Nullable String host = null;
            while (skipBlanks() && peek() != ',') {
                if (peek() == ';') {
                    at++;
                    continue;
                }
                String name = word().toLowerCase(Locale.ROOT);
                if (names.contains(name) || peek() != '=') {
                    throw new BadForwarding();
                }
                names.add(name);
                at++;
                String value = peek() == '"' ? quoted() : word();
                switch (name) {
                    case "for" -> node = value;
                    case "proto" -> proto = value;
                    case "host" -> host = value;
                    default -> {} // by, and what is still to come
                }
                if (skipBlanks() && peek() != ';' && peek() != ',') {
                    throw new BadForwarding();
                }
            }
            return names.isEmpty() ? null : new ForwardedElement(node, proto, host);
        }

        private char peek() {
            return at < line.length() ? line.charAt(at) : '\0';
        }

        /** Whether there is more. */
        private boolean skipBlanks() {
            while (peek() == ' ' || peek() == '\t') {
                at++;
            }
            return at < line.length();
        }

        private String word() throws BadForwarding {
            int start = at;
            while (peek() > ' ' && peek() < 0x7F && "\"\\,;=".indexOf(peek()) < 0) {
                at++;
            }
            if (at == start) {
                throw new BadForwarding();
            }
            return line.substring(start, at);
        }

        private String quoted() throws BadForwarding {
            StringBuilder value = new StringBuilder();
            at++;
            while (peek() != '"') {
                if (peek() == '\\') {
                    at++;
                }
                if (at >= line.length()) {
                    throw new BadForwarding();
                }
                value.append(peek());
                at++;
            }
            at++;
            return value.toString();
        }
    }
}
