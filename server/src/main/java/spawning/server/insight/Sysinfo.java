// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import spawning.protocol.WorkerSettings;

/**
 * What {@code /_sysinfo} tells. No secrets: of the environment the names only, of the system properties those that are
 * known to hold none, of the JVM's arguments what {@link JvmArguments} lets through.
 */
final class Sysinfo {
    private static final List<String> SAFE_PROPERTIES = List.of(
            "file.encoding",
            "java.class.version",
            "java.io.tmpdir",
            "java.specification.version",
            "java.vm.info",
            "java.vm.specification.version",
            "native.encoding",
            "stdout.encoding",
            "user.country",
            "user.dir",
            "user.language",
            "user.name",
            "user.timezone");

    private final WorkerSettings settings;
    private final List<String> classPath;
    private final int slot;
    private final String engine;

    Sysinfo(WorkerSettings settings, List<String> classPath, int slot, String engine) {
        this.settings = settings;
        this.classPath = classPath;
        this.slot = slot;
        this.engine = engine;
    }

    byte[] json() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("spawning", spawning());
        all.put("process", process());
        all.put("os", os());
        all.put("jvm", jvm());
        all.put("memory", memory());
        all.put("limits", MachineFacts.limits());
        all.put("container", MachineFacts.container());
        all.put("classPath", classPath());
        all.put("environmentNames", new TreeSet<>(System.getenv().keySet()));
        all.put("properties", properties());
        return Json.of(all).getBytes(StandardCharsets.UTF_8);
    }

    /** Of a WAR, what is in it comes first. */
    private List<String> classPath() throws IOException {
        if (!settings.factory().equals("war")) {
            return classPath;
        }
        Path inside = Path.of(settings.application(), "WEB-INF");
        List<String> all = new ArrayList<>(List.of(inside.resolve("classes").toString()));
        if (Files.isDirectory(inside.resolve("lib"))) {
            try (Stream<Path> jars = Files.list(inside.resolve("lib"))) {
                jars.map(Path::toString).sorted().forEach(all::add);
            }
        }
        all.addAll(classPath);
        return all;
    }

    private Map<String, Object> spawning() {
        String version = Sysinfo.class.getPackage().getImplementationVersion();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", version == null ? "unknown" : version);
        facts.put("engine", engine);
        facts.put("factory", settings.factory());
        facts.put("threads", settings.threads());
        facts.put("processes", settings.processes());
        return facts;
    }

    private Map<String, Object> process() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pid", ProcessHandle.current().pid());
        facts.put("slot", slot);
        facts.put("generation", settings.generation());
        facts.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        facts.put("peakThreads", ManagementFactory.getThreadMXBean().getPeakThreadCount());
        facts.put("loadedClasses", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        facts.putAll(MachineFacts.process());
        return facts;
    }

    private static Map<String, Object> os() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", MachineFacts.distribution());
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return facts;
    }

    private static Map<String, Object> jvm() {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", System.getProperty("java.version"));
        facts.put("runtime", System.getProperty("java.runtime.version"));
        facts.put("name", runtime.getVmName());
        facts.put("vendor", System.getProperty("java.vendor"));
        facts.put("home", System.getProperty("java.home"));
        facts.put("started", Instant.ofEpochMilli(runtime.getStartTime()).toString());
        facts.put("uptimeSeconds", runtime.getUptime() / 1000.0);
        facts.put(
                "collectors",
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(collector -> collector.getName())
                        .toList());
        facts.put(
                "arguments",
                runtime.getInputArguments().stream().map(JvmArguments::shown).toList());
        return facts;
    }

    private static Map<String, Object> memory() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("heap", usage(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage()));
        facts.put("nonHeap", usage(ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage()));
        return facts;
    }

    /** In bytes; a limit of -1 is none. */
    private static Map<String, Object> usage(MemoryUsage usage) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("used", usage.getUsed());
        facts.put("committed", usage.getCommitted());
        facts.put("limit", usage.getMax());
        return facts;
    }

    private static Map<String, Object> properties() {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (String name : SAFE_PROPERTIES) {
            String value = System.getProperty(name);
            if (value != null) {
                facts.put(name, value);
            }
        }
        return facts;
    }
}
