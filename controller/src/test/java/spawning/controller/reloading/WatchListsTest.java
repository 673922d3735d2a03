// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.cli.ParseResult;
import spawning.controller.cli.SpawningCommand;
import spawning.controller.config.ControllerConfig;
import spawning.controller.generation.OwnFiles;
import spawning.controller.generation.Snapshot;
import spawning.protocol.WatchList;

/** Is everything watched that a generation is made from, by the names that people gave it? */
class WatchListsTest {
    @TempDir
    Path folder;

    private WatchLists lists;

    @BeforeEach
    void files() throws IOException {
        folder = folder.toRealPath();
        for (String name : List.of("release-7/classes", "release-7/lib", "src")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.createSymbolicLink(folder.resolve("current"), Path.of("release-7"));
        Files.writeString(folder.resolve("Shop.java"), "class Shop {}");
        lists = new WatchLists(
                new OwnFiles(folder.resolve("state"), List.of(folder.resolve("out.log"))), Path.of("/opt/spawning"));
    }

    @Test
    void whatIsNamedIsWatchedByItsName() {
        WatchList list = watched(
                snapshot("release-7/classes", "release-7/lib/a.jar"),
                "-r",
                "dev",
                "--classpath",
                "current/classes:current/lib/*",
                "com.acme.Shop");

        assertThat(list.paths())
                .as("the folder is reached through the link, the jar by the pattern only")
                .containsExactly(
                        folder.resolve("com/acme/Shop.class"),
                        folder.resolve("current/classes"),
                        folder.resolve("release-7/lib/a.jar"));
        assertThat(list.patterns()).containsExactly(folder + "/current/lib/*.{jar,JAR}");
        assertThat(list.revisions()).isEqualTo(WatchList.Revisions.NONE);
    }

    @Test
    void afterAMistakeTheSourcesBesideItAreWatchedAndWhatWasReadBefore() {
        String[] args = {"-r", "dev", "Shop.java"};
        assertThat(watched(Optional.empty(), args).patterns()).containsExactly(folder + "/*.java");

        WatchList good = watched(snapshot("Shop.java", "other/Cart.java"), args);
        assertThat(good.paths()).containsExactly(folder.resolve("Shop.java"), folder.resolve("other/Cart.java"));
        assertThat(good.patterns()).isEmpty();
        assertThat(watched(Optional.empty(), args).paths()).isEqualTo(good.paths());
    }

    @Test
    void configurationAndSourcesBelongToIt() throws IOException {
        Files.writeString(folder.resolve("c.conf"), "threads = 2\n");
        WatchList list =
                watched(Optional.empty(), "-r", "dev", "--config", "c.conf", "--source", "src", "-w", "x/*.xml", "a.B");

        assertThat(list.paths())
                .containsExactly(folder.resolve("a/B.class"), folder.resolve("src"), folder.resolve("c.conf"));
        assertThat(list.patterns()).containsExactly(folder + "/x/*.xml");
    }

    @Test
    void withAVersionControlOnlyRevisionsCountAndWhatIsNamed() {
        WatchList list = watched(snapshot("Shop.java"), "-r", "git", "-w", "src", "-l", "log", "Shop.java");

        assertThat(list.paths()).containsExactly(folder.resolve("src"));
        assertThat(list.revisions()).isEqualTo(WatchList.Revisions.GIT);
        assertThat(list.workingCopies()).containsExactly(folder, Path.of("/opt/spawning"));
        assertThat(list.leftOut()).contains(folder.resolve("state"), folder.resolve("log"));
    }

    @Test
    void aWorkingDirectoryThatHoldsTheApplicationIsWatchedByTheNameOfItsLink() throws IOException {
        Files.createDirectories(folder.resolve("release-7/.idea"));
        WatchList list = watched(snapshot("release-7"), "-r", "dev", "--chdir", "current", "com.acme.Shop");

        assertThat(list.paths())
                .containsExactly(folder.resolve("current/com/acme/Shop.class"), folder.resolve("current"));
        assertThat(list.leftOut()).contains(folder.resolve("current/.idea"));
    }

    @Test
    void whatTheServerWritesItselfIsNoChangeByWhicheverNameItIsReached() throws IOException {
        Files.createDirectories(folder.resolve("release-7/kept"));
        WatchList list = watched(
                snapshot("release-7"),
                "-r",
                "dev",
                "--chdir",
                "current",
                "--factory",
                "servlet",
                "--sessions",
                "file:kept",
                "--evidence-dir",
                "dead",
                "com.acme.Shop");

        assertThat(list.leftOut())
                .contains(folder.resolve("state"), folder.resolve("out.log"), folder.resolve("current/dead"))
                .contains(folder.resolve("current/kept"), folder.resolve("release-7/kept"));
    }

    @Test
    void theApplicationMayBeInAnotherWorkingCopyThanTheWorkingDirectory() throws IOException {
        Path source = Files.createDirectories(folder.resolve("shop")).resolve("Shop.java");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.createFile(source);
        WatchList list =
                watched(Optional.empty(), "-r", "git", "--classpath", classes + ":lib/a.jar", source.toString());

        assertThat(list.workingCopies())
                .containsExactlyInAnyOrder(folder, folder.resolve("shop"), classes, Path.of("/opt/spawning"));
    }

    private WatchList watched(Optional<Snapshot> snapshot, String... args) {
        if (!(SpawningCommand.parse(args, Map.of(), folder)
                instanceof ParseResult.Run(ControllerConfig config, var _))) {
            throw new AssertionError("the arguments are wrong: " + List.of(args));
        }
        return lists.of(config, snapshot, Instant.EPOCH);
    }

    private Optional<Snapshot> snapshot(String... origins) {
        return Optional.of(new Snapshot(
                "a.B",
                folder,
                List.of(),
                List.of(origins).stream().map(folder::resolve).toList()));
    }
}
