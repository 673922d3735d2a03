// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.config.ControllerConfig;
import spawning.controller.ergonomics.Circumstances;
import spawning.controller.ergonomics.Ergonomics;
import spawning.controller.ergonomics.HardLimit;
import spawning.controller.ergonomics.Reckoning;
import spawning.controller.ergonomics.UsersFlags;
import spawning.controller.plan.Policy;

/** Looks at this machine, and reckons with it for each generation anew: a control group's limits may have changed. */
final class WorkerErgonomics {
    private static final Logger log = LoggerFactory.getLogger(WorkerErgonomics.class);

    private WorkerErgonomics() {}

    /** The flags of the workers' JVMs; how they came about goes to the log, where {@code --verbose} shows it. */
    static List<String> flags(int generation, ControllerConfig config) {
        Reckoning reckoning = Ergonomics.reckon(circumstances(config, System.getenv()));
        reckoning.warnings().forEach(warning -> log.warn("{}", warning));
        reckoning.lines().forEach(line -> log.debug("generation {} JVMs: {}", generation, line));
        return reckoning.flags();
    }

    /**
     * The cores are those that this JVM may use: as the control group's quota and sched_getaffinity(2) have it, unless one
     * of the JVM's variables says otherwise, which holds for the workers too.
     */
    private static Circumstances circumstances(ControllerConfig config, Map<String, String> inherited) {
        Map<String, String> environment = new HashMap<>(inherited);
        environment.putAll(config.process().environment());
        Policy policy = config.policy();
        return new Circumstances(
                new HardLimit(Path.of("/proc"), Path.of("/sys/fs/cgroup")).read(),
                Runtime.getRuntime().availableProcessors(),
                policy.processes(),
                policy.surge(),
                policy.standby(),
                config.http().threads(),
                config.code().web(),
                config.reloading().developing(),
                policy.limits().maxMemory(),
                policy.limits().maxWorkerMemory(),
                new UsersFlags(config.process().jvmOptions(), environment));
    }
}
