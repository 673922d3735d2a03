// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file from a changed one without reading it: size, times and inode. The change time (ctime) is the one
 * that programs cannot set back, so it also shows a file replaced by another of the same size and time.
 *
 * @param text equal for an unchanged file
 * @param changed the later of modification and change time
 */
public record FileStamp(String text, Instant changed) {
    /**
     * Two writes within one tick of the kernel's clock leave the same times (4 ms, before Linux 6.13; up to 2 s on
     * some file systems), so a stamp taken sooner after a change does not prove that none followed.
     */
    private static final Duration DOUBT = Duration.ofSeconds(3);

    /**
     * Looks at a file, through symbolic links.
     *
     * @throws IOException the file does not exist or its folder cannot be read
     */
    public static FileStamp of(Path file) throws IOException {
        Map<String, Object> found = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino,dev");
        Instant modified = instant(found.get("lastModifiedTime"));
        Instant changed = instant(found.get("ctime"));
        String inode = found.get("dev") + ":" + found.get("ino");
        String text = found.get("size") + " " + modified + " " + changed + " " + inode;
        return new FileStamp(text, modified.isAfter(changed) ? modified : changed);
    }

    private static Instant instant(@Nullable Object time) throws IOException {
        if (time instanceof FileTime known) {
            return known.toInstant();
        }
        throw new IOException("this file system has no change times");
    }

    /** Whether the file had rested long enough, at the time given, that an equal stamp proves an equal file. */
    public boolean settled(Instant now) {
        return changed.plus(DOUBT).isBefore(now);
    }
}
