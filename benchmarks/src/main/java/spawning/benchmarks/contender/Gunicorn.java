// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * gunicorn, from a virtual environment in benchmarks/target/venv if there is one, otherwise the system's.
 *
 * @param workerClass sync or gevent
 * @param workers processes
 */
public record Gunicorn(String workerClass, Path home, int workers) implements Contender {
    @Override
    public String name() {
        return "gunicorn-" + workerClass;
    }

    @Override
    public String settings() {
        String versions = python().flatMap(python -> Tool.output(
                        python,
                        "-c",
                        "import sys,gunicorn,gevent;print('gunicorn',gunicorn.__version__+', gevent',gevent.__version__"
                                + "+', Python',sys.version.split()[0])"))
                .orElse("gunicorn");
        return versions + "; -w " + workers + " -k " + workerClass + " --backlog 2048 --keep-alive 75, no access log"
                + (workerClass.equals("sync")
                        ? "; this worker closes after each response, it knows no keep-alive"
                        : "");
    }

    @Override
    public Optional<String> missing() {
        return python().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "no Python that has gunicorn and gevent: apt-get install python3-gunicorn python3-gevent");
    }

    @Override
    public boolean isJvm() {
        return false;
    }

    @Override
    public int servingProcesses() {
        return workers;
    }

    @Override
    public List<String> command(int port, Path scratch) {
        return List.of(
                python().orElseThrow(),
                "-m",
                "gunicorn.app.wsgiapp",
                "-w" + workers,
                "-k" + workerClass,
                "--backlog=2048",
                "--keep-alive=75",
                "--worker-connections=2000",
                "--worker-tmp-dir=" + scratch,
                "--log-level=warning",
                "--chdir=" + home.resolve("benchmarks/src/applications"),
                "--bind=127.0.0.1:" + port,
                "bench:app");
    }

    private Optional<String> python() {
        Path own = home.resolve("benchmarks/target/venv/bin/python");
        return Stream.of(own.toString(), "python3", "/usr/bin/python3")
                .filter(python -> python.equals("python3") || Files.isExecutable(Path.of(python)))
                .filter(python ->
                        Tool.output(python, "-c", "import gunicorn, gevent").isPresent())
                .findFirst();
    }
}
