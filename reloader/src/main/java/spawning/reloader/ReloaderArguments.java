// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import spawning.protocol.WatchList;
import spawning.protocol.WatchList.Revisions;

/** What was asked for on the command line. */
sealed interface ReloaderArguments {
    String HELP = """
            spawning-reloader --pid PID [--watch FILE|FOLDER|GLOB]...
                              [--revisions git|svn [--working-copy FOLDER]...]

            Sends SIGHUP to a process after each change of what it watches.

              --pid PID              the process; the reloader leaves when it ends
              --watch PATH           a file, a folder with all it holds, or a pattern such as 'conf/*.xml'; repeatable
              --revisions git|svn    watch which revision working copies hold
              --working-copy FOLDER  one of them; repeatable (the working directory)
            """;

    /** Asked how it is used. */
    record Help() implements ReloaderArguments {}

    /** Started by the controller, which gives its orders on descriptor 3. */
    record OfController() implements ReloaderArguments {}

    /** Alone. */
    record Alone(long pid, List<String> watch, Revisions revisions, List<Path> workingCopies)
            implements ReloaderArguments {
        private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

        WatchList watchList() throws UsageException {
            List<Path> paths = new ArrayList<>();
            List<String> patterns = new ArrayList<>();
            for (String text : watch) {
                Path path = absolute("--watch", text);
                if (GLOB.matcher(text).find() && !Files.exists(path)) {
                    patterns.add(pattern(path));
                } else {
                    paths.add(path);
                }
            }
            List<Path> copies = workingCopies.isEmpty() ? List.of(absolute("--working-copy", "")) : workingCopies;
            return new WatchList(
                    paths,
                    patterns,
                    List.of(),
                    revisions,
                    revisions == Revisions.NONE ? List.of() : copies,
                    Instant.now());
        }

        private static String pattern(Path path) throws UsageException {
            try {
                var _ = path.getFileSystem().getPathMatcher("glob:" + path);
                return path.toString();
            } catch (PatternSyntaxException e) {
                throw new UsageException("--watch " + path + ": no pattern: " + e.getDescription());
            }
        }
    }

    /**
     * Reads the command line.
     *
     * @throws UsageException it says nothing that can be done
     */
    static ReloaderArguments parse(String... args) throws UsageException {
        List<String> words = List.of(args);
        if (words.contains("--help") || words.contains("-h")) {
            return new Help();
        }
        if (words.equals(List.of("--controller"))) {
            return new OfController();
        }
        long pid = 0;
        List<String> watch = new ArrayList<>();
        Revisions revisions = Revisions.NONE;
        List<Path> workingCopies = new ArrayList<>();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--pid" -> pid = pid(value(option, rest));
                case "--watch" -> watch.add(value(option, rest));
                case "--revisions" -> revisions = revisions(value(option, rest));
                case "--working-copy" -> workingCopies.add(absolute(option, value(option, rest)));
                default -> throw new UsageException("unknown option '" + option + "'; --help shows them all");
            }
        }
        return complete(new Alone(pid, watch, revisions, workingCopies));
    }

    private static Alone complete(Alone alone) throws UsageException {
        if (alone.pid() == 0) {
            throw new UsageException("--pid is missing: whom to tell of changes?");
        }
        if (alone.watch().isEmpty() && alone.revisions() == Revisions.NONE) {
            throw new UsageException("nothing to watch: give --watch or --revisions");
        }
        if (alone.revisions() == Revisions.NONE && !alone.workingCopies().isEmpty()) {
            throw new UsageException("--working-copy without --revisions: git or svn?");
        }
        return alone;
    }

    private static String value(String option, Iterator<String> rest) throws UsageException {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs a value");
        }
        return rest.next();
    }

    private static long pid(String text) throws UsageException {
        try {
            long pid = Long.parseLong(text);
            if (pid > 0) {
                return pid;
            }
        } catch (NumberFormatException e) {
            // said below: 0 and negative numbers are no processes either, but groups of them
        }
        throw new UsageException("--pid " + text + ": not the number of a process");
    }

    private static Revisions revisions(String text) throws UsageException {
        return switch (text) {
            case "git", "svn" -> Revisions.valueOf(text.toUpperCase(Locale.ROOT));
            default -> throw new UsageException("--revisions " + text + ": neither git nor svn");
        };
    }

    private static Path absolute(String option, String text) throws UsageException {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new UsageException(option + " " + text + ": no path: " + e.getReason());
        }
    }
}
