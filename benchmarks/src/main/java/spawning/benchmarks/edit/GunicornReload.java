// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.edit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import spawning.benchmarks.contender.Tool;

/** gunicorn with one worker. Without byte code files: they are told apart by whole seconds only. */
record GunicornReload(Path home) implements Peer {
    @Override
    public String name() {
        return "gunicorn";
    }

    @Override
    public String settings() {
        return python().flatMap(
                                python -> Tool.output(
                                        python,
                                        "-c",
                                        "import sys,gunicorn;print('gunicorn',gunicorn.__version__+', Python',sys.version.split()[0])"))
                        .orElse("gunicorn")
                + "; --reload, whose engine is inotify where Python has it, otherwise a look each second";
    }

    @Override
    public Optional<String> missing() {
        return python().isPresent() ? Optional.empty() : Optional.of("no Python that has gunicorn");
    }

    @Override
    public boolean isJvm() {
        return false;
    }

    @Override
    public String file() {
        return "application/hello.py";
    }

    @Override
    public String source(String word) {
        return """
                def app(environ, start_response):
                    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "17")])
                    return [b"Hello, %s!"]
                """.formatted(word);
    }

    @Override
    public List<String> command(int port, Path scratch) throws IOException {
        save(scratch, FIRST);
        String folder = scratch.resolve("application").toString();
        return List.of(
                python().orElseThrow(),
                "-B",
                "-m",
                "gunicorn.app.wsgiapp",
                "--reload",
                "--log-level=warning",
                "--chdir=" + folder,
                "--bind=127.0.0.1:" + port,
                "hello:app");
    }

    private Optional<String> python() {
        String own = home.resolve("benchmarks/target/venv/bin/python").toString();
        return Stream.of(own, "python3", "/usr/bin/python3")
                .filter(python -> !python.startsWith("/") || Files.isExecutable(Path.of(python)))
                .filter(python -> Tool.output(python, "-c", "import gunicorn").isPresent())
                .findFirst();
    }
}
