// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** What there is too little of when the kernel refuses a watch, measured, and the cure (inotify(7)). */
final class WatchLimit {
    private static final Path OF_ALL = Path.of("/proc/sys/fs/inotify");
    private static final Path OF_NAMESPACE = Path.of("/proc/sys/user");

    private WatchLimit() {}

    /** Why no folder can be watched at all. */
    static String ofInstances(IOException e) {
        return limit("max_user_instances", "max_inotify_instances", "inotify instances", 1024, e);
    }

    /** Why one more folder cannot be watched. */
    static String ofWatches(IOException e) {
        return limit("max_user_watches", "max_inotify_watches", "watched folders", 524288, e);
    }

    /** Whether this failure is about a limit, and not about the folder. The JDK throws no type of its own for it. */
    static boolean isReached(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("limit") || text.contains("no space left") || text.contains("too many open files");
    }

    private static String limit(String ofAll, String ofNamespace, String what, int cure, IOException e) {
        OptionalLong all = number(OF_ALL.resolve(ofAll));
        OptionalLong namespace = number(OF_NAMESPACE.resolve(ofNamespace));
        if (all.isEmpty()) {
            return "the kernel watches no more folders (" + e.getMessage() + ")";
        }
        boolean ofTheNamespace = namespace.isPresent() && namespace.getAsLong() < all.getAsLong();
        String name = ofTheNamespace ? "user." + ofNamespace : "fs.inotify." + ofAll;
        long limit = ofTheNamespace ? namespace.getAsLong() : all.getAsLong();
        return "this user may have no more " + what + " (" + name + " is " + limit
                + "); raise it, such as with: sysctl " + name + "=" + Math.max(cure, 2 * limit);
    }

    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty(); // not a Linux with inotify, or /proc is not mounted
        }
    }
}
