// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the running controllers of this user, or as root those of all: their state folders, {@code spawning-UID/NAME-PID}, are
 * where controllers put them by default, and each controller holds its own open, wherever it is.
 *
 * @param proc where the kernel shows processes
 * @param bases folders of state folders
 */
public record Instances(Path proc, List<Path> bases) {
    private static final String CONTROLLER = "\0spawning.controller.Main\0";
    private static final Pattern FOLDER = Pattern.compile(".*/spawning-\\d+/(?<name>[^/]*)-(?<pid>\\d+)(\\.\\d+)?");

    /** Those of this machine. */
    public static Instances ofThisMachine(Map<String, String> environment) {
        Set<Path> bases = new LinkedHashSet<>();
        for (String variable : List.of("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR")) {
            Stream.of(environment.getOrDefault(variable, "").split(":"))
                    .filter(base -> base.startsWith("/"))
                    .forEach(base -> bases.add(Path.of(base)));
        }
        bases.add(Path.of(System.getProperty("java.io.tmpdir")));
        bases.add(Path.of("/run"));
        return new Instances(Path.of("/proc"), List.copyOf(bases));
    }

    /** All that can be seen, in the order of their names. */
    public List<Instance> all() {
        Set<Path> folders = new LinkedHashSet<>();
        bases.forEach(base -> folders.addAll(below(base)));
        folders.addAll(held());
        List<Instance> found = new ArrayList<>();
        for (Path folder : folders) {
            Matcher name = FOLDER.matcher(folder.toString());
            if (name.matches() && Files.exists(folder.resolve("control"))) {
                try {
                    found.add(Instance.at(
                            folder.resolve("control"), name.group("name"), Long.parseLong(name.group("pid"))));
                } catch (Failure e) {
                    // its controller is dead
                }
            }
        }
        found.sort(Comparator.comparing(Instance::name).thenComparingLong(Instance::pid));
        return found;
    }

    private List<Path> below(Path base) {
        List<Path> folders = new ArrayList<>();
        for (Path ofUser : list(base, "spawning-*")) {
            if (mayTrust(ofUser)) {
                list(ofUser, "*").forEach(folder -> folders.add(real(folder)));
            }
        }
        return folders;
    }

    /** In a folder where all may write, others may have put something under our name. */
    private boolean mayTrust(Path folder) {
        try {
            int own = (int) Files.getAttribute(proc.resolve("self"), "unix:uid");
            return own == 0 || (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) == own;
        } catch (IOException e) {
            return false; // gone
        }
    }

    /** What controllers hold open. */
    private List<Path> held() {
        return list(proc, "[0-9]*").stream()
                .filter(process -> read(process.resolve("cmdline")).contains(CONTROLLER))
                .flatMap(process -> list(process.resolve("fd"), "*").stream())
                .map(Instances::target)
                .filter(target -> FOLDER.matcher(target).matches())
                .map(Path::of)
                .toList();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static List<Path> list(Path folder, String glob) {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
            all.forEach(paths::add);
        } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
            return paths; // not there, or not for us
        }
        return paths;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
