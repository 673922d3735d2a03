// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the sessions of web applications are kept: what {@code --sessions} says, understood. Its {@code toString} is for people and shows no password. */
public sealed interface SessionStore {
    /**
     * One file a session in a folder of this machine.
     *
     * @param path absolute
     */
    record Folder(Path path) implements SessionStore {
        @Override
        public String text() {
            return FILE + ":" + path;
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * A table of a PostgreSQL database.
     *
     * @param address as JDBC has it, beginning with {@code jdbc:postgresql:}; it may hold a password
     */
    record Database(String address) implements SessionStore {
        @Override
        public String text() {
            return address;
        }

        /** The address without its parameters. */
        @Override
        public String toString() {
            return address.split("\\?", 2)[0];
        }
    }

    /**
     * The memory of one worker: gone with it, and unknown to the other workers.
     *
     * @param forced whether that is wanted even with several workers
     */
    record Memory(boolean forced) implements SessionStore {
        @Override
        public String text() {
            return forced ? FORCED : MEMORY;
        }

        @Override
        public String toString() {
            return "the memory of each worker";
        }
    }

    /** {@code --sessions} that stands for a folder nobody has to name. */
    String FILE = "file";

    /** {@code --sessions} for the memory of one worker. */
    String MEMORY = "memory";

    /** {@code --sessions} for the memory of each of several workers. */
    String FORCED = "memory:force";

    /** The value of {@code --sessions} for it, complete, with its password if it has one. */
    String text();

    /**
     * Understands a value of {@code --sessions}.
     *
     * @param text {@code file}, {@code file:FOLDER}, {@code jdbc:postgresql:...}, {@code memory} or {@code memory:force}
     * @param usual what {@code file} without a folder means; absolute
     * @param directory where relative folders begin; absolute
     * @throws IllegalArgumentException it is none of these; the text says what is allowed, and shows no password
     */
    static SessionStore parse(String text, Path usual, Path directory) {
        String scheme = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
        String rest = text.substring(Math.min(text.length(), scheme.length() + 1));
        return switch (scheme) {
            case FILE -> text.equals(FILE) ? new Folder(usual) : folder(rest, directory);
            case "jdbc" -> new Database(address(text));
            case MEMORY -> memory(text);
            default ->
                throw new IllegalArgumentException(
                        "\"" + scheme + "\" is no place for sessions; give file, file:FOLDER,"
                                + " jdbc:postgresql://HOST/DATABASE, or memory");
        };
    }

    private static Folder folder(String text, Path directory) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("no folder follows file:; name one, or give file for the usual one");
        }
        return new Folder(directory.resolve(text).normalize());
    }

    private static Memory memory(String text) {
        if (!text.equals(MEMORY) && !text.equals(FORCED)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not known; give " + MEMORY + ", or " + FORCED + " with several workers");
        }
        return new Memory(text.equals(FORCED));
    }

    /** The form that PostgreSQL's driver has. What is refused is not shown, for there is no telling where its password is. */
    private static String address(String text) {
        if (!text.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "of databases only PostgreSQL is known, as in jdbc:postgresql://HOST/DATABASE");
        }
        if (!Form.ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "the address of the database is malformed; give jdbc:postgresql://HOST:PORT/DATABASE?user=NAME,"
                            + " of which PORT and what follows may be left out");
        }
        return text;
    }

    /** A value of {@code --sessions} as it may be shown: with stars for the passwords in it. */
    static String withoutPasswords(String text) {
        return Form.PASSWORD.matcher(text).replaceAll("$1***");
    }

    /** Patterns. */
    final class Form {
        private static final String HOST = "(\\[[0-9a-fA-F:.]+\\]|[^/:,?@\\[\\]\\s]*)(:\\d{1,5})?";
        private static final Pattern ADDRESS = Pattern.compile(
                "jdbc:postgresql:(//" + HOST + "(," + HOST + ")*(/[^?@\\s]*)?|/|[^/?@:\\s]*)(\\?\\S*)?");
        private static final Pattern PASSWORD = Pattern.compile("(?i)([?&][^=&]*password[^=&]*=)[^&]*");

        private Form() {}
    }
}
