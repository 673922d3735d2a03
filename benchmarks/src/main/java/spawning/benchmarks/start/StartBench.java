// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import spawning.benchmarks.contender.Aot;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.Contenders;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Gunicorn;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.contender.Puma;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.contender.Spawning.Application;
import spawning.benchmarks.memory.Subjects;

/** Starts one after the other, in an order drawn anew for each round, with nothing beside. The first round does not count. */
public final class StartBench {
    private static final List<String> PEERS =
            List.of(Contenders.BASELINE, "jetty", "jetty-servlet-8", "tomcat-virtual", "undertow-io");

    private final Path home;
    private final Processes processes;
    private final Path scratch;
    private final Aot aot;
    private final Map<String, String> failures = new LinkedHashMap<>();

    public StartBench(Path home, Processes processes, Path scratch) {
        this.home = home;
        this.processes = processes;
        this.scratch = scratch;
        this.aot = Aot.of(home);
    }

    /** Spawning with one worker, without and with an AOT cache where it knows that. */
    public List<Contender> spawning() {
        List<Contender> contenders = new ArrayList<>();
        for (Spawning plain : List.of(
                Subjects.hello(home, Application.WSGI, 1),
                Subjects.hello(home, Application.SERVLET, 1).with("-servlet", List.of()))) {
            contenders.add(aot.off(plain));
            if (aot.known()) {
                contenders.add(aot.required(plain));
            }
        }
        return contenders;
    }

    /** Those and their peers, each with one serving process. */
    public List<Contender> all() {
        List<Contender> contenders = new ArrayList<>(spawning());
        contenders.addAll(Contenders.javaPeers(PEERS));
        contenders.add(new Gunicorn("gevent", home, 1));
        contenders.add(new Gunicorn("sync", home, 1));
        contenders.add(new Puma(home, 1));
        return contenders;
    }

    /** The starts of all rounds that count; in each there is an empty JVM too. */
    public Starts run(List<Contender> contenders, int rounds, long seed) throws IOException, InterruptedException {
        List<Start> starts = new ArrayList<>();
        Starter starter = new Starter(processes, scratch);
        Random random = new Random(seed);
        for (int round = 0; round <= rounds; round++) {
            List<Contender> order = new ArrayList<>(contenders);
            Collections.shuffle(order, random);
            List<Start> ofRound = new ArrayList<>(List.of(starter.emptyJvm()));
            for (Contender contender : order) {
                try {
                    ofRound.add(starter.start(contender));
                } catch (DidNotStart e) {
                    failures.put(contender.name(), e.getMessage());
                }
            }
            ofRound.forEach(System.out::println);
            if (round > 0) {
                starts.addAll(ofRound);
            }
        }
        return new Starts(starts, failures);
    }
}
