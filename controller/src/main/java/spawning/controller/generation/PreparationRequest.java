// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import spawning.controller.config.ApplicationReference;
import spawning.controller.config.ControllerConfig;
import spawning.protocol.PropertyFile;

/**
 * What the preparer is asked to make a snapshot of.
 *
 * @param folder the generation's own folder: exists, absolute, without a colon
 * @param application as the user named it
 * @param middlewares classes or members
 * @param sources folders of Java sources, to be compiled; absolute, by their logical names
 * @param classPath entries as given; relative ones begin at the working directory
 * @param workingDirectory absolute, by its logical name; resolved anew in each preparation
 * @param previous the folder of a generation whose unchanged jars may be linked instead of copied
 * @param contracts jars that the application need not bring, against which sources are compiled: {@code spawning-wsgi.jar}
 * @param leftOut absolute paths that are no code and may change at any time: {@link OwnFiles}
 */
public record PreparationRequest(
        Path folder,
        ApplicationReference application,
        List<String> middlewares,
        List<Path> sources,
        List<String> classPath,
        Path workingDirectory,
        Optional<Path> previous,
        List<Path> contracts,
        List<Path> leftOut) {

    static final String FILE = "request";

    public PreparationRequest {
        middlewares = List.copyOf(middlewares);
        sources = List.copyOf(sources);
        classPath = List.copyOf(classPath);
        contracts = List.copyOf(contracts);
        leftOut = List.copyOf(leftOut);
    }

    /** The request of a configuration. */
    public static PreparationRequest of(
            ControllerConfig config, Path folder, Optional<Path> previous, List<Path> contracts, List<Path> leftOut) {
        ControllerConfig.Code code = config.code();
        return new PreparationRequest(
                folder,
                code.application(),
                code.middlewares(),
                code.sources(),
                code.classPath(),
                code.workingDirectory(),
                previous,
                contracts,
                leftOut);
    }

    /** Writes it into its folder. */
    void write() throws IOException {
        PropertyFile.empty()
                .put("application", application.text())
                .put("middleware", middlewares)
                .put("source", texts(sources))
                .put("class-path", classPath)
                .put("working-directory", workingDirectory.toString())
                .put("previous", previous.map(Path::toString).orElse(""))
                .put("contract", texts(contracts))
                .put("left-out", texts(leftOut))
                .write(folder.resolve(FILE));
    }

    /** Reads it from its folder. */
    static PreparationRequest read(Path folder) throws IOException {
        PropertyFile file = PropertyFile.read(folder.resolve(FILE));
        Path workingDirectory = file.path("working-directory");
        String previous = file.text("previous");
        return new PreparationRequest(
                folder,
                ApplicationReference.parse(file.text("application"), workingDirectory),
                file.list("middleware"),
                paths(file.list("source")),
                file.list("class-path"),
                workingDirectory,
                previous.isEmpty() ? Optional.empty() : Optional.of(Path.of(previous)),
                paths(file.list("contract")),
                paths(file.list("left-out")));
    }

    private static List<String> texts(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
    }

    private static List<Path> paths(List<String> texts) {
        return texts.stream().map(Path::of).toList();
    }

    /** The snapshot of the previous generation, if it is still there. */
    Optional<Snapshot> previousSnapshot() throws IOException {
        return previous.isPresent() && Files.exists(previous.get().resolve(Snapshot.FILE))
                ? Optional.of(Snapshot.read(previous.get()))
                : Optional.empty();
    }
}
