// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is a tree of sources compiled as its authors would expect, without a build tool? */
class SourceTreesTest {
    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void tree() throws Exception {
        fixture = new Fixture(folder);
        fixture.write("src/main/java/com/acme/Shop.java", "package com.acme; public class Shop { Cart cart; }");
        fixture.write("src/main/java/com/acme/Cart.java", "package com.acme; class Cart {}");
        fixture.compiling(fixture.work.resolve("src/main/java"));
    }

    @Test
    void allSourcesAreCompiledAndResourcesTakenAlong() throws Exception {
        fixture.write("src/main/java/com/acme/words.properties", "hi = hello");
        fixture.write("src/main/resources/META-INF/services/a.B", "com.acme.Shop");
        fixture.write("src/main/resources/.git/HEAD", "no resource");
        fixture.write("src/main/java/module-info.java", "module shop {}");

        Snapshot snapshot = fixture.prepare("com.acme.Shop", List.of());

        assertThat(snapshot.application()).isEqualTo("com.acme.Shop");
        assertThat(Fixture.content(snapshot.classPath().getFirst()))
                .containsOnlyKeys(
                        "META-INF/services/a.B",
                        "com/acme/Cart.class",
                        "com/acme/Shop.class",
                        "com/acme/words.properties");
        assertThat(snapshot.origins())
                .contains(fixture.work.resolve("src/main/java").toRealPath())
                .contains(fixture.work.resolve("src/main/resources").toRealPath());
    }

    @Test
    void errorsAreShownAsJavacShowsThem() throws Exception {
        Path file =
                fixture.write("src/main/java/com/acme/Cart.java", "package com.acme;\nclass Cart { int i = \"\"; }");

        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare("com.acme.Shop", List.of()))
                .withMessage(fixture.work.resolve("src/main/java") + " does not compile: 1 error");
        assertThat(fixture.console.toString())
                .contains(file + ":2: error: incompatible types: String cannot be converted to int\n");
    }

    @Test
    void processorsOnTheClassPathAreRunAndWhatTheyMakeBelongsToTheApplication() throws Exception {
        Path classes = processor("""
                import java.io.*;
                import java.util.*;
                import javax.annotation.processing.*;
                import javax.lang.model.SourceVersion;
                import javax.lang.model.element.TypeElement;
                @SupportedAnnotationTypes("*")
                public class Maker extends AbstractProcessor {
                    private boolean made;
                    @Override public SourceVersion getSupportedSourceVersion() { return SourceVersion.latest(); }
                    @Override public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
                        if (!made) {
                            made = true;
                            try (Writer out = processingEnv.getFiler().createSourceFile("com.acme.Made").openWriter()) {
                                out.write("package com.acme; class Made {}");
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                        return false;
                    }
                }
                """);
        fixture.write("src/main/java/com/acme/Shop.java", "package com.acme; class Shop { Made made; }");

        Snapshot snapshot = fixture.prepare("com.acme.Shop", List.of(classes.toString()));

        assertThat(Fixture.content(snapshot.classPath().getFirst()))
                .containsKeys("com/acme/Made.class")
                .doesNotContainKey("com/acme/Made.java");
    }

    @Test
    void whatAProcessorThrowsIsTheReasonAndIsShown() throws Exception {
        Path classes = processor("""
                import java.util.*;
                import javax.annotation.processing.*;
                import javax.lang.model.element.TypeElement;
                @SupportedAnnotationTypes("*")
                public class Maker extends AbstractProcessor {
                    @Override public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
                        throw new IllegalStateException("no template");
                    }
                }
                """);

        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare("com.acme.Shop", List.of(classes.toString())))
                .withMessageContaining("an annotation processor, or the compiler, threw")
                .withMessageContaining("no template");
        assertThat(fixture.console.toString()).contains("at Maker.process(Maker.java:");
    }

    /** A folder with the compiled annotation processor {@code Maker}. */
    private Path processor(String text) throws Exception {
        Path processor = fixture.write("processor/Maker.java", text);
        Path classes = Files.createDirectory(folder.resolve("maker"));
        try (Javac javac = new Javac()) {
            javac.compile(
                    new Javac.Job("Maker", List.of(processor), List.of(), List.of("-proc:none"), classes),
                    new java.io.PrintWriter(System.err, true),
                    warning -> {});
        }
        Path service = classes.resolve("META-INF/services/javax.annotation.processing.Processor");
        Files.createDirectories(service.getParent());
        Files.writeString(service, "Maker\n");
        return classes;
    }

    @Test
    void aResourceCountsOnceAndIsNeverCompiled() throws Exception {
        fixture.write("src/main/java/com/acme/words.properties", "hi = first");
        fixture.write("src/main/resources/com/acme/words.properties", "hi = second");
        fixture.write("src/main/resources/templates/Shop.java", "class ${name} {}");

        Snapshot snapshot = fixture.prepare("com.acme.Shop", List.of());

        assertThat(Fixture.content(snapshot.classPath().getFirst()))
                .containsEntry("com/acme/words.properties", "hi = first")
                .containsEntry("templates/Shop.java", "class ${name} {}");
    }

    @Test
    void aTreeWithoutSourcesIsRefusedByItsName() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        fixture.compiling(empty);

        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare("com.acme.Shop", List.of()))
                .withMessage("there is no Java source in " + empty);
    }

    @Test
    void aFileThatIsAddedMeanwhileIsCompiledToo() throws Exception {
        fixture.whenCopied(() -> {
            if (fixture.notes.isEmpty()) {
                fixture.write("src/main/java/com/acme/Late.java", "package com.acme; class Late {}");
            }
        });

        Snapshot snapshot = fixture.prepare("com.acme.Shop", List.of());

        assertThat(Fixture.content(snapshot.classPath().getFirst()).keySet()).contains("com/acme/Late.class");
    }

    @Test
    void theConventionForResourcesIsKnown() {
        assertThat(SourceTrees.resourcesOf(Path.of("/a/src/main/java"))).contains(Path.of("/a/src/main/resources"));
        assertThat(SourceTrees.resourcesOf(Path.of("/a/src"))).isEmpty();
    }
}
