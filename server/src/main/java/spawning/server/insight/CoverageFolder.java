// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the workers of all generations lay down what JaCoCo counted in them: {@code PID-START.exec} each, always whole.
 * Who wants a report makes a folder among {@code asked}; each worker writes its data when it sees that, and then puts a
 * file with its name into the folder. What has ended stays, for its data counts, too.
 *
 * @param path in the folder of the instance, which nobody else can enter
 */
record CoverageFolder(Path path) {
    private static final String EXEC = ".exec";

    /**
     * The folder of the instance that a generation belongs to, made when it is not there.
     *
     * @param generation the folder of the generation
     */
    static CoverageFolder beside(Path generation) throws IOException {
        Path path = generation.toAbsolutePath().resolveSibling("coverage");
        Files.createDirectories(path.resolve("asked"));
        return new CoverageFolder(path);
    }

    /** How this process is called here: a pid alone may be given again to another. */
    static String ownName() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + "-" + started(self);
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Puts the data of a process in place of what it wrote before. */
    void write(String name, byte[] data) throws IOException {
        Path written = Files.write(path.resolve(name + ".new"), data);
        Files.move(written, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path file(String name) {
        return path.resolve(name + EXEC);
    }

    /** All data that there is. */
    List<Path> data() throws IOException {
        return list(path, "*" + EXEC);
    }

    /** The data of processes that have ended. */
    List<Path> dataOfTheDead() throws IOException {
        return data().stream()
                .filter(file -> isProcess(name(file)) && !lives(name(file)))
                .toList();
    }

    /** The processes that still may have more to write. */
    List<String> living() throws IOException {
        return data().stream()
                .map(CoverageFolder::name)
                .filter(name -> isProcess(name) && lives(name))
                .toList();
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - EXEC.length());
    }

    private static boolean isProcess(String name) {
        return name.matches("\\d+-\\d+");
    }

    private static boolean lives(String name) {
        int dash = name.indexOf('-');
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(name, 0, dash, 10));
        return process.filter(ProcessHandle::isAlive)
                .filter(found -> started(found) == Long.parseLong(name, dash + 1, name.length(), 10))
                .isPresent();
    }

    /** Asks all for their data; the question is to be withdrawn. */
    Path ask() throws IOException {
        return Files.createDirectory(
                path.resolve("asked").resolve(UUID.randomUUID().toString()));
    }

    /** What is asked and not yet answered under this name. */
    List<Path> questions(String name) throws IOException {
        return list(path.resolve("asked"), "*").stream()
                .filter(question -> Files.notExists(question.resolve(name)))
                .toList();
    }

    static void answer(Path question, String name) throws IOException {
        try {
            Files.createFile(question.resolve(name));
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            return; // withdrawn meanwhile
        }
    }

    static boolean answered(Path question, String name) {
        return Files.exists(question.resolve(name));
    }

    static void withdraw(Path question) throws IOException {
        for (Path answer : list(question, "*")) {
            Files.deleteIfExists(answer);
        }
        try {
            Files.deleteIfExists(question);
        } catch (DirectoryNotEmptyException e) {
            return; // a late answer came in between: a few bytes stay, and nobody answers again
        }
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        }
        return found;
    }
}
