// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where sessions are kept and how they are locked: the options {@code --sessions} and {@code --session-lock}.
 *
 * @param store where they are kept
 * @param lockWait how long a request waits for another request of its session; empty: nobody waits, and the last writer wins
 * @param scavengeEvery how often expired sessions are looked for, by one process of all
 */
public record SessionSettings(Store store, Optional<Duration> lockWait, Duration scavengeEvery) {
    /** Seconds that a request waits for the lock of its session where nothing else is asked for. */
    public static final Duration LOCK_WAIT = Duration.ofSeconds(20);

    private static final Duration SCAVENGE_EVERY = Duration.ofMinutes(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final String FILE = "file";

    /** Where sessions are kept. */
    public sealed interface Store {
        /** One file a session in a folder of this machine. */
        record Folder(Path path) implements Store {
            @Override
            public String toString() {
                return path.toString();
            }
        }

        /** A table of a PostgreSQL database. */
        record Database(String url) implements Store {
            /** The address without what may be a password. */
            @Override
            public String toString() {
                int query = url.indexOf('?');
                String shown = query < 0 ? url : url.substring(0, query);
                return shown.replaceFirst("//[^/@]*@", "//");
            }
        }

        /** The memory of one worker: gone with it, and unknown to the other workers. */
        record Memory() implements Store {}
    }

    /**
     * Settings from the two options.
     *
     * @param sessions {@code file}, {@code file:FOLDER}, {@code jdbc:postgresql:...} or {@code memory}
     * @param lock {@code none}, or the seconds to wait, 1 to 3600
     * @param defaultFolder what {@code file} without a folder means
     * @throws IllegalArgumentException with a sentence for the person who wrote the option
     */
    public static SessionSettings of(String sessions, String lock, Path defaultFolder) {
        return new SessionSettings(store(sessions, defaultFolder), wait(lock), SCAVENGE_EVERY);
    }

    private static Store store(String text, Path defaultFolder) {
        if (text.equals(FILE)) return new Store.Folder(defaultFolder);
        if (text.equals("memory")) return new Store.Memory();
        if (text.startsWith(FILE + ":") && text.length() > FILE.length() + 1)
            return new Store.Folder(Path.of(text.substring(FILE.length() + 1)).toAbsolutePath());
        if (text.startsWith("jdbc:postgresql:")) return new Store.Database(text);
        if (text.startsWith("jdbc:"))
            throw new IllegalArgumentException(
                    "--sessions %s: of databases only PostgreSQL is known, as in jdbc:postgresql://host/database"
                            .formatted(text));
        throw new IllegalArgumentException(
                "--sessions %s: say file, file:FOLDER, jdbc:postgresql://host/database or memory".formatted(text));
    }

    private static Optional<Duration> wait(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("none")) return Optional.empty();
        try {
            Duration wait = Duration.ofSeconds(Long.parseLong(text));
            if (wait.isPositive() && wait.compareTo(LONGEST_WAIT) <= 0) return Optional.of(wait);
        } catch (NumberFormatException notANumber) {
            // said below, with the range
        }
        throw new IllegalArgumentException("--session-lock %s: say none, or 1 to %d for the seconds a request may wait"
                .formatted(text, LONGEST_WAIT.toSeconds()));
    }
}
