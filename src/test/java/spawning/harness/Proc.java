// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A process as /proc shows it. Processes end while they are looked at: then texts are empty and lists have no elements,
 * for a process that is gone has nothing.
 */
public record Proc(long pid) {
    private static final Path ROOT = Path.of("/proc");
    private static final int O_CLOEXEC = 02000000;
    private static final int PAGE_KILOBYTES = 4;

    /** The tests themselves. */
    public static final Proc SELF = new Proc(ProcessHandle.current().pid());

    /** All processes whose environment at their start held this entry; it survives their parents' death. */
    public static List<Proc> marked(String entry) {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(name -> new Proc(Long.parseLong(name)))
                    .filter(process -> process.zeroSeparated("environ").contains(entry))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + ROOT, e);
        }
    }

    /** Its arguments; the first is its title. */
    public List<String> arguments() {
        return zeroSeparated("cmdline");
    }

    /** Its environment as it was at its start, {@code NAME=value} each. */
    public List<String> environment() {
        return zeroSeparated("environ");
    }

    /** Its title: argument 0. */
    public String title() {
        return arguments().stream().findFirst().orElse("");
    }

    /** Whether it exists and is not just waiting to be reaped. */
    public boolean alive() {
        String stat = read("stat");
        return !stat.isEmpty()
                && field(stat, 3).charAt(0) != 'Z'
                && field(stat, 3).charAt(0) != 'X';
    }

    /** Whether it is stopped by a signal. */
    public boolean stopped() {
        String stat = read("stat");
        return !stat.isEmpty() && field(stat, 3).charAt(0) == 'T';
    }

    /** The id of its session, or 0 when it is gone. */
    public long session() {
        String stat = read("stat");
        return stat.isEmpty() ? 0 : Long.parseLong(field(stat, 6));
    }

    /** Its effective user. */
    public int userId() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> Integer.parseInt(line.split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such process: " + pid));
    }

    /** Resident memory. */
    public long residentKilobytes() {
        String statm = read("statm");
        return statm.isEmpty() ? 0 : Long.parseLong(statm.split(" ")[1]) * PAGE_KILOBYTES;
    }

    /** The most resident memory that it ever had. */
    public long peakKilobytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.split("\\s+")[1]))
                .findFirst()
                .orElse(0L);
    }

    /** How many threads it has. */
    public int threads() {
        return names("task").size();
    }

    /** The names of its threads, of which the kernel keeps 15 characters. */
    public List<String> threadNames() {
        return names("task").stream()
                .map(id -> read("task/" + id + "/comm").strip())
                .toList();
    }

    /** How readily the kernel ends it when memory runs out: -1000 to 1000. */
    public int outOfMemoryScore() {
        return Integer.parseInt(read("oom_score_adj").strip());
    }

    /** Its open descriptors and what they lead to: {@code socket:[812]}, {@code /dev/null}. */
    public Map<Integer, String> descriptors() {
        Map<Integer, String> descriptors = new TreeMap<>();
        for (String name : names("fd")) {
            try {
                Path target = Files.readSymbolicLink(folder().resolve("fd").resolve(name));
                descriptors.put(Integer.parseInt(name), target.toString());
            } catch (IOException gone) {
                // Closed since the folder was listed, so it is no open descriptor.
            }
        }
        return descriptors;
    }

    /** Whether a descriptor would be closed by exec. */
    public boolean closedOnExec(int descriptor) {
        return read("fdinfo/" + descriptor)
                .lines()
                .filter(line -> line.startsWith("flags:"))
                .map(line -> Integer.parseInt(line.substring("flags:".length()).strip(), 8))
                .anyMatch(flags -> (flags & O_CLOEXEC) != 0);
    }

    /** The field of /proc/PID/stat with this number, as proc(5) counts; 3 or more, for the name may hold blanks. */
    private static String field(String stat, int number) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[number - 3];
    }

    private List<String> names(String name) {
        try (Stream<Path> entries = Files.list(folder().resolve(name))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (IOException gone) {
            return List.of(); // as the class comment says
        }
    }

    private List<String> zeroSeparated(String name) {
        String text = read(name);
        return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    }

    private String read(String name) {
        try {
            return new String(Files.readAllBytes(folder().resolve(name)), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return ""; // as the class comment says
        }
    }

    private Path folder() {
        return ROOT.resolve(Long.toString(pid));
    }

    /** For people: pid, state and command line. */
    @Override
    public String toString() {
        return pid + " " + String.join(" ", arguments());
    }
}
