// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import spawning.controller.config.ApplicationReference;

/** A working directory, a state folder, and preparations in this process. */
final class Fixture implements Preparer.Notes {
    final Path work;
    final Path state;
    final List<String> notes = new ArrayList<>();
    final StringWriter console = new StringWriter();
    private final List<Path> leftOut = new ArrayList<>();
    private int generation;
    private List<Path> sources = List.of();
    private Instant now = Instant.now().plus(Duration.ofHours(1));
    private ThrowingAction onCopied = () -> {};

    /** Something a test does in the middle of a preparation. */
    interface ThrowingAction {
        void run() throws IOException;
    }

    Fixture(Path folder) throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        state = Files.createDirectory(folder.resolve("state"));
    }

    void leaveOut(Path path) {
        leftOut.add(path);
    }

    void whenCopied(ThrowingAction action) {
        onCopied = action;
    }

    Snapshot prepare(String application, List<String> classPath, String... middlewares)
            throws PreparationFailed, IOException {
        return prepare(work, application, classPath, middlewares);
    }

    Snapshot prepare(Path workingDirectory, String application, List<String> classPath, String... middlewares)
            throws PreparationFailed, IOException {
        Optional<Path> previous = generation == 0 ? Optional.empty() : Optional.of(state.resolve("gen-" + generation));
        generation++;
        PreparationRequest request = new PreparationRequest(
                Files.createDirectory(state.resolve("gen-" + generation)),
                ApplicationReference.parse(application, workingDirectory),
                List.of(middlewares),
                sources,
                classPath,
                workingDirectory,
                previous,
                List.of(state.resolve("no-contract.jar")),
                leftOut);
        request.write();
        PreparationRequest read = PreparationRequest.read(request.folder());
        return new Preparer(read, this, new PrintWriter(console, true), () -> now).prepare();
    }

    /** From now on, these folders of sources are compiled. */
    void compiling(Path... roots) {
        sources = List.of(roots);
    }

    Path write(String name, String text) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** A jar of one entry. */
    Path jar(String name, String entry, String text) throws IOException {
        return jar(name, "", entry, text);
    }

    Path jar(String name, String classPath, String entry, String text) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** Entries and their texts. */
    static Map<String, String> content(Path jar) throws IOException {
        Map<String, String> content = new LinkedHashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : file.stream().toList()) {
                if (!entry.isDirectory()) {
                    content.put(
                            entry.getName(),
                            new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return content;
    }

    /** From now on, what was written shortly ago was written shortly ago; otherwise an hour seems to have passed. */
    void takeRealTime() {
        now = Instant.now();
    }

    @Override
    public void debug(String sentence) {
        notes.add(sentence);
    }

    @Override
    public void warn(String sentence) {
        notes.add(sentence);
    }

    @Override
    public void copied() throws IOException {
        onCopied.run();
    }
}
