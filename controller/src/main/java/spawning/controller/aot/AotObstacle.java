// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import spawning.controller.config.ControllerConfig;
import spawning.controller.ergonomics.UsersFlags;
import spawning.controller.evidence.EvidenceKind;

/** Why workers as these cannot have an AOT cache, or had better not: JDK 25 refuses it at their start, or there is no use. Pure. */
public final class AotObstacle {
    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use(Z|Shenandoah|Epsilon)GC");
    private static final Pattern AGENT = Pattern.compile("-javaagent:.*|-agentlib:.*|-agentpath:.*|-Xrun.*|-Xdebug.*");
    private static final Pattern RECORDING = Pattern.compile("-XX:(StartFlightRecording|FlightRecorderOptions).*");
    private static final Pattern OWN_ARCHIVE = Pattern.compile(
            "-XX:[+-]?(AOT|SharedArchiveFile|ArchiveClassesAtExit|DumpSharedSpaces|RequireSharedSpaces|SharedClassListFile|AutoCreateSharedArchive).*"
                    + "|-Xshare:.*");
    private static final Pattern MODULES = Pattern.compile(
            "--patch-module=.*|--upgrade-module-path=.*|--limit-modules=.*|--module-path=.*|-Xbootclasspath.*");

    private AotObstacle() {}

    /**
     * The reason, as it stands after "no AOT cache:"; empty where there is none.
     *
     * @param variables of the workers' environment, but for those of the configuration
     */
    public static Optional<String> find(ControllerConfig config, Map<String, String> variables) {
        if (config.reloading().developing()) {
            return Optional.of("with --reload=dev each save would need another one");
        }
        if (config.insight().coverage()) {
            return Optional.of("the JVM takes none with the agent of --coverage");
        }
        if (config.process().debugPort().isPresent()) {
            return Optional.of("the JVM takes none with the agent of --debug");
        }
        if (config.evidence().kind().compareTo(EvidenceKind.JFR) >= 0) {
            return Optional.of("the JVM takes none with the recording of --evidence="
                    + config.evidence().kind().name().toLowerCase(java.util.Locale.ROOT));
        }
        Map<String, String> environment = new HashMap<>(variables);
        environment.putAll(config.process().environment());
        return ofUser(new UsersFlags(config.process().jvmOptions(), environment));
    }

    private static Optional<String> ofUser(UsersFlags flags) {
        return flags.file()
                .map(file -> file + " may set what a cache does not go with")
                .or(() -> flags.matching(COLLECTOR).map(option -> "the JVM takes none with the collector of " + option))
                .or(() -> flags.matching(AGENT).map(option -> "the JVM takes none with the agent of " + option))
                .or(() -> flags.matching(RECORDING).map(option -> "the JVM takes none with the recording of " + option))
                .or(() -> flags.matching(OWN_ARCHIVE).map(option -> option + " is a choice of your own"))
                .or(() -> flags.matching(MODULES).map(option -> "the JVM takes none with the modules of " + option));
    }
}
