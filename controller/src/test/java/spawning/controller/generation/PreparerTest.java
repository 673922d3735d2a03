// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparerTest {
    private static final String APPLICATION = "com.acme.Shop::app";

    @TempDir
    private Path folder;

    private Fixture fixture;

    @BeforeEach
    void folders() throws IOException {
        fixture = new Fixture(folder);
    }

    @Test
    void jarsAndFoldersBecomeJarsInTheOrderOfTheClassPath() throws Exception {
        fixture.jar("lib/b.jar", "B", "b");
        fixture.jar("lib/a.jar", "A", "a");
        fixture.write("lib/readme.txt", "no jar");
        fixture.write("classes/com/acme/Shop.class", "shop");
        fixture.write("classes/x.properties", "x");

        Snapshot snapshot = fixture.prepare(APPLICATION, List.of("classes", "missing.jar", "lib/*", "lib/a.jar"));

        assertThat(snapshot.application()).isEqualTo(APPLICATION);
        assertThat(names(snapshot)).containsExactly("01-classes.jar", "02-a.jar", "03-b.jar");
        assertThat(content(snapshot, 0)).isEqualTo(Map.of("com/acme/Shop.class", "shop", "x.properties", "x"));
        assertThat(content(snapshot, 1)).containsEntry("A", "a");
        assertThat(fixture.notes)
                .containsExactly(fixture.work.resolve("missing.jar") + " does not exist; dropped from the class path");
        assertThat(Snapshot.read(fixture.state.resolve("gen-1"))).isEqualTo(snapshot);
    }

    @Test
    void theSameFolderMakesTheSameJar() throws Exception {
        fixture.takeRealTime();
        fixture.write("classes/a/A.class", "a");
        fixture.write("classes/b", "b");

        Snapshot first = fixture.prepare(APPLICATION, List.of("classes"));
        Snapshot second = fixture.prepare(APPLICATION, List.of("classes"));

        assertThat(second.jars().getFirst().sha256())
                .isEqualTo(first.jars().getFirst().sha256());
        assertThat(Files.isSameFile(
                        second.classPath().getFirst(), first.classPath().getFirst()))
                .as("linked although it was changed a moment ago")
                .isFalse();
    }

    @Test
    void theWorkingDirectoryCountsOnlyWhenTheApplicationLiesInIt() throws Exception {
        fixture.write("notes.txt", "mine");
        fixture.write(".git/config", "secret");
        fixture.leaveOut(fixture.write("access.log", "line"));

        assertThat(fixture.prepare(APPLICATION, List.of()).jars()).isEmpty();

        fixture.write("com/acme/Shop.class", "shop");
        assertThat(content(fixture.prepare(APPLICATION, List.of()), 0))
                .isEqualTo(Map.of("com/acme/Shop.class", "shop", "notes.txt", "mine"));
        assertThat(fixture.prepare("other.App", List.of(), "com.acme.Shop").jars())
                .hasSize(1);
    }

    @Test
    void whatDidNotChangeIsLinkedFromThePreviousGeneration() throws Exception {
        fixture.jar("a.jar", "A", "a");
        fixture.jar("b.jar", "B", "b");
        fixture.write("classes/C.class", "c");
        List<String> classPath = List.of("a.jar", "b.jar", "classes");
        Snapshot first = fixture.prepare(APPLICATION, classPath);
        fixture.jar("b.jar", "B", "b2");

        Snapshot second = fixture.prepare(APPLICATION, classPath);

        assertThat(Files.isSameFile(first.classPath().get(0), second.classPath().get(0)))
                .isTrue();
        assertThat(Files.isSameFile(first.classPath().get(1), second.classPath().get(1)))
                .isFalse();
        assertThat(Files.isSameFile(first.classPath().get(2), second.classPath().get(2)))
                .isTrue();
        assertThat(content(first, 1)).containsEntry("B", "b");
        assertThat(content(second, 1)).containsEntry("B", "b2");
        assertThat(second.jars().get(0).sha256()).isEqualTo(first.jars().get(0).sha256());
    }

    @Test
    void aRebuiltFolderHasAllOfTheNewAndNoneOfTheOld() throws Exception {
        fixture.write("classes/Old.class", "old");
        fixture.prepare(APPLICATION, List.of("classes"));
        Files.delete(fixture.work.resolve("classes/Old.class"));
        fixture.write("classes/New.class", "new");

        assertThat(content(fixture.prepare(APPLICATION, List.of("classes")), 0)).isEqualTo(Map.of("New.class", "new"));
    }

    @Test
    void whatChangesWhileItIsCopiedIsCopiedAgain() throws Exception {
        Path jar = fixture.jar("a.jar", "A", "old");
        AtomicInteger times = new AtomicInteger();
        fixture.whenCopied(() -> {
            if (times.incrementAndGet() < 3) {
                fixture.jar("a.jar", "A", "new " + times.get());
            }
        });

        assertThat(content(fixture.prepare(APPLICATION, List.of("a.jar")), 0)).containsEntry("A", "new 2");
        assertThat(fixture.notes)
                .containsExactly(
                        jar + " changed while it was copied (try 1 of 3)",
                        jar + " changed while it was copied (try 2 of 3)");
    }

    @Test
    void whatNeverKeepsStillIsRefused() throws Exception {
        fixture.jar("a.jar", "A", "a");
        Path log = fixture.write("classes/app.log", "x");
        fixture.whenCopied(() -> Files.writeString(log, "more", StandardOpenOption.APPEND));

        assertFails("classes").withMessageStartingWith(log + " changed while it was copied, 3 times in a row");
    }

    @Test
    void aNewJarOrAnotherReleaseInTheMiddleIsNoticed() throws Exception {
        Path release7 = Files.createDirectory(folder.resolve("release-7"));
        Path release8 = Files.createDirectory(folder.resolve("release-8"));
        Path current = Files.createSymbolicLink(folder.resolve("current"), release7);
        fixture.whenCopied(() -> {
            Files.deleteIfExists(current);
            Files.createSymbolicLink(current, release8);
        });

        assertThat(fixture.prepare(current, APPLICATION, List.of()).workingDirectory())
                .isEqualTo(release8.toRealPath());
        assertThat(fixture.notes).hasSize(1);

        fixture.jar("lib/a.jar", "A", "a");
        fixture.whenCopied(() -> {
            if (Files.notExists(fixture.work.resolve("lib/b.jar"))) {
                fixture.jar("lib/b.jar", "B", "b");
            }
        });
        assertThat(fixture.prepare(APPLICATION, List.of("lib/*")).jars()).hasSize(2);
    }

    @Test
    void aHalfWrittenJarIsRefusedByName() throws Exception {
        Path jar = fixture.jar("a.jar", "A", "a".repeat(1000));
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
            file.setLength(file.length() - 30);
        }

        assertFails("a.jar").withMessageStartingWith(jar + " is not a complete jar: ");
    }

    @Test
    void aJarWithADamagedEntryIsRefusedByName() throws Exception {
        Path classes = fixture.write("classes/A.class", "recognisable").getParent();
        Path jar = fixture.work.resolve("stored.jar");
        FolderJar.write(classes, List.of("A.class"), jar);
        byte[] bytes = Files.readAllBytes(jar);
        bytes[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("recognisable")] = 'x';
        Files.write(jar, bytes);

        assertFails("stored.jar").withMessage(jar + " is not a complete jar: A.class does not agree with its checksum");
    }

    @Test
    void theClassPathOfAManifestIsFollowedFromTheOriginal() throws Exception {
        fixture.jar("lib/util.jar", "U", "u");
        Path far = fixture.jar("far/far.jar", "F", "f");
        fixture.jar("app.jar", "lib/util.jar lib/missing.jar " + far.toUri(), "A", "a");
        fixture.jar("last.jar", "L", "l");
        List<String> classPath = List.of("app.jar", "last.jar");

        Snapshot first = fixture.prepare(APPLICATION, classPath);
        Snapshot second = fixture.prepare(APPLICATION, classPath);

        assertThat(names(first)).containsExactly("01-app.jar", "02-util.jar", "03-far.jar", "04-last.jar");
        assertThat(names(second)).isEqualTo(names(first));
        assertThat(new Archive(first.classPath().getFirst()).classPath(w -> {}))
                .as("the copy leads to no changeable original")
                .isEmpty();
    }

    @Test
    void aLoopOfLinksIsRefused() throws Exception {
        Path classes = Files.createDirectory(fixture.work.resolve("classes"));
        Files.createSymbolicLink(classes.resolve("loop"), classes);

        assertThatExceptionOfType(FileSystemLoopException.class)
                .isThrownBy(() -> fixture.prepare(APPLICATION, List.of("classes")));
    }

    @Test
    void aMissingWorkingDirectoryIsNamed() {
        Path missing = folder.resolve("missing");

        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare(missing, APPLICATION, List.of()))
                .withMessage("the working directory " + missing + " does not exist");
    }

    private org.assertj.core.api.ThrowableAssertAlternative<PreparationFailed> assertFails(String entry) {
        return assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(() -> fixture.prepare(APPLICATION, List.of(entry)));
    }

    private static List<String> names(Snapshot snapshot) {
        return snapshot.classPath().stream()
                .map(p -> p.getFileName().toString())
                .toList();
    }

    private static Map<String, String> content(Snapshot snapshot, int jar) throws IOException {
        return Fixture.content(snapshot.classPath().get(jar));
    }
}
