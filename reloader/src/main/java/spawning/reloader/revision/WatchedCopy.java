// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import spawning.protocol.FileStamp;
import spawning.reloader.files.Warnings;

/**
 * One working copy with those within it: looks at its files often, asks the program only when they changed and have been
 * quiet since, or now and then.
 */
final class WatchedCopy {
    static final Duration QUIET = Duration.ofMillis(400);

    /** While the program says that it is in the middle of something, at most this long after the last change. */
    static final Duration UNDER_WAY = Duration.ofSeconds(30);

    /** Asked this often even when no file changed. */
    static final Duration ANYWAY = Duration.ofSeconds(30);

    /** Asked this often while it does not answer. */
    static final Duration AGAIN = Duration.ofSeconds(2);

    private final Path folder;
    private final VersionControl control;
    private final Warnings warnings;
    private final Instant since;
    private @Nullable SortedMap<Path, Revision> told;
    private List<Path> files = List.of();
    private String seen = "";
    private long changedAt;
    private long askedAt;
    private boolean due = true;
    private String trouble = "";

    WatchedCopy(Path folder, VersionControl control, Warnings warnings, Instant since) {
        this.folder = folder;
        this.control = control;
        this.warnings = warnings;
        this.since = since;
    }

    boolean isKnown() {
        return told != null;
    }

    /**
     * Looks at it.
     *
     * @return what changed, for people; null when nothing did, or it is not quiet yet
     */
    @Nullable
    String look(long now) throws InterruptedException {
        String stamps = stamps();
        if (!stamps.equals(seen)) {
            seen = stamps;
            changedAt = now;
            due = true;
        }
        boolean quiet = now - changedAt >= (isUnderWay() ? UNDER_WAY : QUIET).toNanos();
        boolean first = askedAt == 0;
        boolean again = now - askedAt >= (told == null || !trouble.isEmpty() ? AGAIN : ANYWAY).toNanos();
        return first || (due && quiet) || (again && quiet) ? ask(now) : null;
    }

    private @Nullable String ask(long now) throws InterruptedException {
        askedAt = now;
        due = false;
        if (control.top(folder) == null) {
            warnings.say(folder, folder + " is in no " + control.name() + " working copy; passed over");
            return null;
        }
        try {
            WorkingCopies copies = control.read(folder);
            trouble = "";
            warnings.over(folder);
            return compare(copies);
        } catch (Trouble e) {
            String text = String.valueOf(e.getMessage());
            if (text.equals(trouble) || told == null) {
                warnings.say(folder, text); // one that lasts: in the middle of an update it may pass
            }
            trouble = text;
            return null;
        }
    }

    private @Nullable String compare(WorkingCopies copies) {
        SortedMap<Path, Revision> before = told;
        told = copies.revisions();
        if (!files.equals(copies.files())) {
            files = copies.files();
            seen = stamps();
        }
        if (before != null) {
            return RevisionChange.text(control.name(), folder, before, copies.revisions());
        }
        return files.stream().anyMatch(this::movedSince)
                ? RevisionChange.text(control.name(), folder, Collections.emptySortedMap(), copies.revisions())
                : null;
    }

    /** Whether what was read of the application, from then on, may be another revision. */
    private boolean movedSince(Path file) {
        try {
            return control.provesAMove(file) && FileStamp.of(file).changed().isAfter(since);
        } catch (IOException e) {
            return false; // not there: this working copy has none
        }
    }

    private boolean isUnderWay() {
        return control.underWay(folder).stream().anyMatch(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    private String stamps() {
        StringBuilder stamps = new StringBuilder();
        for (Path file : files) {
            try {
                stamps.append(FileStamp.of(file).text());
            } catch (IOException e) {
                stamps.append("none"); // that it comes or goes is what counts
            }
            stamps.append('\n');
        }
        return stamps.toString();
    }
}
