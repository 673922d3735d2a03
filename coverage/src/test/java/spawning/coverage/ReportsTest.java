// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    private static final String CLASS = "spawning/coverage/Reports.class";

    /** Scripts in the pages themselves, which the worker lets browsers run by their hashes. */
    private static final Pattern HANDLER = Pattern.compile("\\son\\w+=\"([^\"]*)\"");

    @TempDir
    Path folder;

    @Test
    void whatWasCoveredInOneFileIsCoveredInTheMergedOne() throws IOException {
        Path first = data("first", true, false, false);
        Path second = data("second", false, false, true);
        Path merged = folder.resolve("merged.exec");
        Reports.merge(List.of(first, second, first), merged);
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(merged.toFile());
        assertThat(loader.getExecutionDataStore().get(7).getProbes()).containsExactly(true, false, true);
    }

    @Test
    void theSameClassInTwoJarsForSeveralReleasesOfJavaAndGarbageAreNoObstacle() throws IOException {
        byte[] bytes = classFile(CLASS);
        Path one = jar("01-one.jar", new Entry(CLASS, bytes), new Entry("META-INF/versions/21/" + CLASS, new byte[9]));
        Path two = jar("02-two.jar", new Entry(CLASS, classFile("spawning/coverage/Part.class")));
        Path three = jar("03-three.jar", new Entry("a/Bad.class", new byte[] {1, 2, 3}), new Entry(CLASS, bytes));
        Path report = folder.resolve("report");
        List<String> problems = Reports.write(
                List.of(data("none")),
                List.of(one, two, three, folder.resolve("gone.jar")),
                List.of(),
                0,
                report,
                "shop");
        assertThat(problems).singleElement().asString().contains("a/Bad.class");
        assertThat(Files.readString(report.resolve("index.html"))).contains("shop", "one.jar", "two.jar", "three.jar");
    }

    @Test
    void sourcesAreShownUnlessTheyChangedSince() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("src/spawning/coverage"));
        Path source = Files.writeString(tree.resolve("Reports.java"), "// the source\n".repeat(200));
        Files.setLastModifiedTime(source, FileTime.fromMillis(1000));
        Path jar = jar("shop.jar", new Entry(CLASS, classFile(CLASS)));
        Path fresh = folder.resolve("fresh");
        Reports.write(List.of(data("a")), List.of(jar), List.of(folder.resolve("src")), 1000, fresh, "shop");
        assertThat(Files.readString(fresh.resolve("spawning.coverage/Reports.java.html")))
                .contains("// the source");
        Path single = folder.resolve("single");
        Reports.write(List.of(data("a")), List.of(jar), List.of(source), 1000, single, "shop");
        assertThat(single.resolve("spawning.coverage/Reports.java.html")).exists();
        Path stale = folder.resolve("stale");
        Reports.write(List.of(data("a")), List.of(jar), List.of(folder.resolve("src")), 999, stale, "shop");
        assertThat(stale.resolve("spawning.coverage/Reports.java.html")).doesNotExist();
    }

    @Test
    void thePagesHaveNoScriptsThatTheWorkerDoesNotKnow() throws IOException {
        Path source = Files.writeString(folder.resolve("Reports.java"), "// the source\n".repeat(200));
        Path report = folder.resolve("report");
        Path jar = jar("shop.jar", new Entry(CLASS, classFile(CLASS)));
        Reports.write(List.of(data("a")), List.of(jar, jar), List.of(source), Long.MAX_VALUE, report, "shop");
        List<String> handlers;
        try (var pages = Files.walk(report)) {
            handlers = pages.filter(page -> page.toString().endsWith(".html"))
                    .flatMap(page -> HANDLER.matcher(text(page)).results())
                    .map(match -> match.group(1))
                    .distinct()
                    .toList();
        }
        assertThat(handlers)
                .containsExactlyInAnyOrder(
                        "toggleSort(this)",
                        "initialSort(['breadcrumb', 'coveragetable'])",
                        "initialSort(['breadcrumb'])",
                        "window['PR_TAB_WIDTH']=4;prettyPrint()");
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path data(String name, boolean... probes) throws IOException {
        ExecFileLoader loader = new ExecFileLoader();
        if (probes.length > 0) {
            loader.getExecutionDataStore().put(new ExecutionData(7, "a/B", probes));
        }
        Path file = folder.resolve(name + ".exec");
        loader.save(file.toFile(), false);
        return file;
    }

    private static byte[] classFile(String name) throws IOException {
        try (InputStream in = ReportsTest.class.getClassLoader().getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private record Entry(String name, byte[] bytes) {}

    private Path jar(String name, Entry... entries) throws IOException {
        Path file = folder.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (Entry entry : entries) {
                jar.putNextEntry(new JarEntry(entry.name()));
                jar.write(entry.bytes());
            }
        }
        return file;
    }
}
