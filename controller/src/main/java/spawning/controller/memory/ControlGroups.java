// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The control groups that limit the memory of this process: its own and all above it, of both versions (cgroups(7)). In a
 * container the path of its own may be that of the host, or of another: then the root counts.
 *
 * @param proc /proc
 * @param groups /sys/fs/cgroup
 */
public record ControlGroups(Path proc, Path groups) {
    /**
     * A group's folder.
     *
     * @param second whether it is of version 2, which names its files otherwise
     */
    public record Group(Path folder, boolean second) {}

    /**
     * From the innermost to the root.
     *
     * @throws IOException there are no control groups here, or in a form that nobody knows yet
     */
    public List<Group> ofMemory() throws IOException {
        List<Group> all = new ArrayList<>();
        for (String line : Files.readAllLines(proc.resolve("self/cgroup"))) {
            String[] parts = line.split(":", 3); // hierarchy, controllers, path
            if (parts.length == 3 && parts[2].startsWith("/")) {
                if (parts[1].isEmpty()) {
                    upwards(groups, parts[2]).forEach(folder -> all.add(new Group(folder, true)));
                } else if (parts[1].equals("memory")) {
                    upwards(groups.resolve("memory"), parts[2]).forEach(folder -> all.add(new Group(folder, false)));
                }
            }
        }
        return all;
    }

    private static List<Path> upwards(Path root, String path) {
        Path group = root.resolve(path.substring(1)).normalize();
        List<Path> folders = new ArrayList<>();
        for (Path at = group.startsWith(root) && Files.isDirectory(group) ? group : root;
                at != null && at.startsWith(root);
                at = at.getParent()) {
            folders.add(at);
        }
        return folders;
    }
}
