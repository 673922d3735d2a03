// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code --bind} asks for. Two binds that are equal share a listener. */
public sealed interface Bind {
    /** What {@link #parse} understands, for messages. */
    String ALLOWED = "host:port, [ipv6]:port, *:port, :port, unix:/path, unix:/path?mode=0660 or fd://number";

    /**
     * A TCP port.
     *
     * @param host a name or an address without brackets. A name that has several addresses means the first that the
     *     resolver gives: name the addresses one by one to have them all
     * @param port 0 to 65535; 0 lets the kernel choose
     */
    record Tcp(String host, int port) implements Bind {
        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    /**
     * A unix socket.
     *
     * @param path absolute
     * @param mode permission bits, 0 to 0777; empty leaves what bind(2) makes: 0777 without the bits of the umask. Who
     *     may write may connect
     */
    record Unix(Path path, OptionalInt mode) implements Bind {
        @Override
        public String toString() {
            return "unix:" + path + (mode.isPresent() ? "?mode=%04o".formatted(mode.getAsInt()) : "");
        }
    }

    /** A socket that was open and listening when this process started, by its descriptor: socket activation. */
    record Inherited(int fd) implements Bind {
        @Override
        public String toString() {
            return "fd://" + fd;
        }
    }

    /**
     * Reads a bind. A host that is empty or {@code *} is 0.0.0.0, all addresses of IPv4; those of IPv6 are
     * {@code [::]}.
     *
     * @throws IllegalArgumentException it is none; the text quotes it and says what is allowed
     */
    static Bind parse(String text) {
        if (text.startsWith("unix:")) {
            return Syntax.unix(text);
        }
        return text.startsWith("fd:") ? Syntax.inherited(text) : Syntax.tcp(text);
    }

    /** Reads several, in their order; as {@link #parse}. */
    static List<Bind> all(List<String> texts) {
        return texts.stream().map(Bind::parse).toList();
    }

    /** How a bind is written. */
    final class Syntax {
        private static final Pattern UNIX = Pattern.compile("unix:(/[^?]*)(?:\\?mode=([0-7]{1,4}))?");
        private static final Pattern INHERITED = Pattern.compile("fd://(\\d{1,7})");
        private static final Pattern TCP =
                Pattern.compile("(?:\\[([0-9a-fA-F:.]+(?:%\\w+)?)]|([^\\[\\]:/\\s]*)):(\\d{1,9})");
        private static final int MAX_PORT = 65_535;
        private static final int MAX_MODE = 0777;

        private Syntax() {}

        private static Bind unix(String text) {
            Matcher matcher = match(UNIX, text);
            if (matcher.group(2) == null) {
                return new Unix(Path.of(matcher.group(1)), OptionalInt.empty());
            }
            int mode = Integer.parseInt(matcher.group(2), 8);
            if (mode > MAX_MODE) {
                throw new IllegalArgumentException(
                        "'" + text + "' has the mode %04o; allowed are 0000 to 0777".formatted(mode));
            }
            return new Unix(Path.of(matcher.group(1)), OptionalInt.of(mode));
        }

        private static Bind inherited(String text) {
            return new Inherited(Integer.parseInt(match(INHERITED, text).group(1)));
        }

        private static Bind tcp(String text) {
            Matcher matcher = match(TCP, text);
            int port = Integer.parseInt(matcher.group(3));
            if (port > MAX_PORT) {
                throw new IllegalArgumentException(
                        "'" + text + "' has the port " + port + "; allowed are 0 to " + MAX_PORT);
            }
            if (matcher.group(1) != null) {
                return new Tcp(matcher.group(1), port);
            }
            String host = matcher.group(2);
            return new Tcp(host.isEmpty() || host.equals("*") ? "0.0.0.0" : host, port);
        }

        private static Matcher match(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("cannot bind to '" + text + "'; allowed are " + ALLOWED);
            }
            return matcher;
        }
    }
}
