// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import spawning.benchmarks.contender.Aot;
import spawning.benchmarks.contender.Contenders;
import spawning.benchmarks.contender.Gunicorn;
import spawning.benchmarks.contender.Puma;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.contender.Spawning.Application;
import spawning.benchmarks.contender.Spawning.Heap;

/** Who is measured: hello, with the memory that each takes by default. */
public final class Subjects {
    /** The WSGI application in Spawning, as it is started without further options. */
    public static final String WSGI = "spawning, hello";

    private Subjects() {}

    /** What the targets ask for. */
    public static List<Subject> spawning(Path home, List<Integer> sizes) {
        return List.of(Subject.workers(WSGI, size -> hello(home, Application.WSGI, size), sizes));
    }

    /** All of them. */
    public static List<Subject> all(Path home, List<Integer> sizes) {
        List<Subject> subjects = new ArrayList<>(spawning(home, sizes));
        Aot aot = Aot.of(home);
        if (aot.known()) {
            subjects.add(
                    Subject.workers(WSGI + ", --aot=off", size -> aot.off(hello(home, Application.WSGI, size)), sizes));
        }
        subjects.add(Subject.workers("spawning, hello servlet", size -> hello(home, Application.SERVLET, size), sizes));
        subjects.add(Subject.workers("gunicorn-gevent", size -> new Gunicorn("gevent", home, size), sizes));
        subjects.add(Subject.workers("puma", size -> new Puma(home, size), sizes));
        subjects.add(Subject.copies(
                "JVMs with Jetty and the servlet", Contenders.embeddedServlet().withDefaultHeap(), sizes));
        return List.copyOf(subjects);
    }

    /** A web application in Spawning. */
    public static Subject war(Path home, String file, String probe, List<Integer> sizes) {
        return Subject.workers(
                Path.of(file).getFileName().toString(),
                size -> hello(home, new Spawning.War(file, probe), size),
                sizes);
    }

    /** Spawning with that many workers and its default of threads. */
    public static Spawning hello(Path home, Application application, int workers) {
        return new Spawning("spawning", home, application, workers, 4, Heap.RECKONED, false, List.of());
    }
}
