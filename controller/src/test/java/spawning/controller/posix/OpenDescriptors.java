// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The descriptors of this process that may not leak: pipes, sockets, pidfds and the like, as /proc shows them. */
public final class OpenDescriptors {
    private OpenDescriptors() {}

    /** Number and target of each; files and folders, which the JVM opens as it likes, are left out. */
    public static Set<String> now() throws IOException {
        Set<String> open = new TreeSet<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                try {
                    String target = Files.readSymbolicLink(link).toString();
                    if (!target.startsWith("/")) {
                        open.add(link.getFileName() + " -> " + target);
                    }
                } catch (IOException e) {
                    // the descriptor of this very listing, closed meanwhile
                }
            }
        }
        return open;
    }
}
