// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Which folder entries decide what a path leads to? Each symbolic link on the way is one, however they are chained. */
final class LinkChain {
    /** As many links as the kernel follows (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private final List<Step> steps = new ArrayList<>();
    private final Deque<Path> rest = new ArrayDeque<>();
    private Path here = Path.of("/");

    private LinkChain() {}

    /** The entry of that name in the folder, whose path has no links. */
    record Step(Path folder, String name) {}

    /** All entries from the root folder on. When the path leads nowhere, the last is the one that is missing. */
    static List<Step> all(Path path) {
        return new LinkChain().follow(path, true);
    }

    /** Only the links, and the last entry. */
    static List<Step> links(Path path) {
        return new LinkChain().follow(path, false);
    }

    private List<Step> follow(Path path, boolean everyEntry) {
        push(path);
        int links = 0;
        while (!rest.isEmpty() && links <= MOST_LINKS) {
            Path name = rest.pop();
            Path next = here.resolve(name).normalize();
            if (Files.isSymbolicLink(next)) {
                links++;
                steps.add(new Step(here, name.toString()));
                if (!enterLink(next)) {
                    break;
                }
                continue;
            }
            boolean exists = Files.exists(next, LinkOption.NOFOLLOW_LINKS);
            boolean down = !next.equals(here) && !here.startsWith(next);
            if (down && (everyEntry || rest.isEmpty() || !exists)) {
                steps.add(new Step(here, name.toString()));
            }
            if (!exists) {
                break;
            }
            here = next;
        }
        return steps;
    }

    private boolean enterLink(Path link) {
        try {
            push(Files.readSymbolicLink(link));
            return true;
        } catch (IOException e) {
            return false; // gone between two looks: the folder it was in is watched
        }
    }

    private void push(Path path) {
        if (path.isAbsolute()) {
            here = Path.of("/");
        }
        List<Path> names = new ArrayList<>();
        path.forEach(names::add);
        names.reversed().forEach(rest::push);
    }
}
