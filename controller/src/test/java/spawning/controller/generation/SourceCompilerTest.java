// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCompilerTest {
    @TempDir
    private Path folder;

    private Fixture fixture;

    @BeforeEach
    void folders() throws IOException {
        fixture = new Fixture(folder);
    }

    @Test
    void aSourceFileBecomesTheFirstJar() throws Exception {
        fixture.jar("lib.jar", "L", "l");
        fixture.write(
                "Hello.java", "record Other() {} public class Hello { static String greet() { return Words.HI; } }");
        fixture.write("Words.java", "class Words { static final String HI = new String(\"hi\"); }");

        Snapshot snapshot = fixture.prepare("Hello.java", List.of("lib.jar"));

        assertThat(snapshot.application()).isEqualTo("Hello");
        assertThat(snapshot.classPath()).hasSize(2);
        assertThat(Fixture.content(snapshot.classPath().getFirst()))
                .containsOnlyKeys("Hello.class", "Other.class", "Words.class");
        assertThat(call(snapshot, "Hello", "greet")).isEqualTo("hi");
        assertThat(fixture.state.resolve("gen-1/classes")).doesNotExist();
    }

    @Test
    void packagesAreFoundFromTheSourceRootAndMiddlewaresAreCompiledToo() throws Exception {
        fixture.write(
                "src/com/acme/Shop.java", "package com.acme; public class Shop { Object o = new com.acme.db.Db(); }");
        fixture.write("src/com/acme/db/Db.java", "package com.acme.db; public class Db {}");
        fixture.write("src/com/acme/Gzip.java", "package com.acme; class Gzip { static Object wrap; }");

        Snapshot snapshot =
                fixture.prepare("src/com/acme/Shop.java", List.of(), "com.acme.Gzip::wrap", "com.acme.Elsewhere");

        assertThat(snapshot.application()).isEqualTo("com.acme.Shop");
        assertThat(Fixture.content(snapshot.classPath().getFirst()))
                .containsOnlyKeys("com/acme/Shop.class", "com/acme/db/Db.class", "com/acme/Gzip.class");
    }

    @Test
    void theFirstClassCountsWhenNoneIsCalledLikeTheFile() throws Exception {
        fixture.write("Main.java", "class First {} class Second {}");

        assertThat(fixture.prepare("Main.java", List.of()).application()).isEqualTo("First");
    }

    @Test
    void errorsAreShownAsJavacShowsThem() throws Exception {
        Path file = fixture.write("Hello.java", "public class Hello {\n    int a = \"text\";\n    Missing b;\n}\n");

        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare("Hello.java", List.of()))
                .withMessage("Hello.java does not compile: 2 errors");
        assertThat(fixture.console.toString())
                .contains(
                        file + ":3: error: cannot find symbol\n    Missing b;\n    ^\n",
                        file + ":2: error: incompatible types: String cannot be converted to int\n"
                                + "    int a = \"text\";\n            ^\n",
                        "2 errors\n");
    }

    @Test
    void warningsOfWhatCompilesAreWarnings() throws Exception {
        Path file =
                fixture.write("Hello.java", "public class Hello {\n    Object o = new Thread() { { stop(); } };\n}\n");

        fixture.prepare("Hello.java", List.of());

        assertThat(fixture.console.toString()).isEmpty();
        assertThat(fixture.notes).first().asString().startsWith(file + ":2: warning: [removal] stop() in Thread");
        assertThat(fixture.notes).contains("1 warning").anyMatch(line -> line.startsWith("    Object o"));
    }

    @Test
    void whatIsNoJavaAtAllIsOneErrorOrMore() throws Exception {
        fixture.write("Hello.java", "public class Hello {");
        fixture.write("Empty.java", "// nothing yet\n");

        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare("Hello.java", List.of()))
                .withMessage("Hello.java does not compile: 1 error");
        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare("Empty.java", List.of()))
                .withMessage("Empty.java declares no class");
    }

    @Test
    void aSourceThatChangesMeanwhileIsCompiledAgain() throws Exception {
        fixture.write("Hello.java", "public class Hello { static String greet() { return Words.HI; } }");
        fixture.write("Words.java", "class Words { static final String HI = \"old\"; }");
        fixture.whenCopied(() -> {
            if (fixture.notes.isEmpty()) {
                fixture.write("Words.java", "class Words { static final String HI = \"quite new\"; }");
            }
        });

        Snapshot snapshot = fixture.prepare("Hello.java", List.of());

        assertThat(call(snapshot, "Hello", "greet")).isEqualTo("quite new");
        assertThat(fixture.notes).singleElement().asString().contains("Words.java changed while it was copied");
    }

    private static Object call(Snapshot snapshot, String className, String method) throws Exception {
        URL[] urls = {snapshot.classPath().getFirst().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            var found = loader.loadClass(className).getDeclaredMethod(method);
            found.setAccessible(true);
            return found.invoke(null);
        }
    }

    @Test
    void aMissingSourceFileIsNamed() {
        assertThat(Files.exists(fixture.work.resolve("Gone.java"))).isFalse();
        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare("Gone.java", List.of()))
                .withMessage("the source file " + fixture.work.resolve("Gone.java") + " does not exist");
    }
}
