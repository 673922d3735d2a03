// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.coverage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IBundleCoverage;
import org.jacoco.core.data.ExecutionDataStore;

/**
 * The coverage of one entry of the class path. Each is looked at by itself, for the same class may stand in two of them
 * with different content, which JaCoCo takes for an error within one.
 */
record Part(IBundleCoverage bundle) {
    /** @param title of the part; empty: that of the entry */
    static Part of(Path entry, String title, ExecutionDataStore data, List<String> problems) throws IOException {
        CoverageBuilder builder = new CoverageBuilder();
        Classes classes = new Classes(new Analyzer(data, builder), problems);
        if (Files.isDirectory(entry)) {
            classes.addFolder(entry);
        } else if (Files.isRegularFile(entry)) {
            classes.addJar(entry);
        }
        return new Part(builder.getBundle(title.isEmpty() ? name(entry) : title));
    }

    /** The copy in a generation has a number before its name: {@code 01-shop.jar}. */
    private static String name(Path entry) {
        String name = String.valueOf(entry.getFileName()).replaceFirst("^\\d+-", "");
        return name.isEmpty() ? entry.toString() : name;
    }

    private record Classes(Analyzer analyzer, List<String> problems) {
        void addFolder(Path folder) throws IOException {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path file : tree.filter(Files::isRegularFile).toList()) {
                    String name = folder.relativize(file).toString();
                    if (isClass(name)) {
                        try (InputStream in = Files.newInputStream(file)) {
                            add(in, name);
                        }
                    }
                }
            }
        }

        void addJar(Path file) throws IOException {
            try (JarFile jar = new JarFile(file.toFile())) {
                for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (isClass(entry.getName())) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            add(in, entry.getName());
                        }
                    }
                }
            }
        }

        /** Of a jar for several releases of Java, the classes for all of them count. */
        private static boolean isClass(String name) {
            return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("module-info.class");
        }

        /** A class that JaCoCo cannot read, of a newer Java for instance, is left out. */
        private void add(InputStream in, String name) {
            try {
                analyzer.analyzeClass(in, name);
            } catch (IOException | RuntimeException e) {
                problems.add(name + " is not in the report: " + e);
            }
        }
    }
}
