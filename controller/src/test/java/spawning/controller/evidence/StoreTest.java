// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path base;

    private Path folder() {
        return base.resolve("evidence");
    }

    private Store store() {
        return new Store(folder(), 3 * MEGABYTE);
    }

    /** A case of a megabyte, less what folder and rounding take. */
    private static Path written(Store store, Instant when, int pid) throws IOException {
        Path one = store.open(when, 1, pid);
        Files.write(one.resolve("report.txt"), new byte[(int) MEGABYTE - 8192]);
        store.close(one);
        return one;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder())) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theOldestGoWhenAllAreTooLarge() throws IOException {
        Store store = store();
        for (int pid = 1; pid <= 5; pid++) {
            written(store, THEN.plusSeconds(pid), pid);
        }
        assertThat(names())
                .containsExactly(
                        "20260102-030408-worker-1-pid-3",
                        "20260102-030409-worker-1-pid-4",
                        "20260102-030410-worker-1-pid-5");
    }

    @Test
    void theNewestStaysHoweverLarge() throws IOException {
        Store store = new Store(folder(), 1);
        written(store, THEN, 1);
        written(store, THEN.plusSeconds(1), 2);
        assertThat(names()).containsExactly("20260102-030406-worker-1-pid-2");
    }

    @Test
    void manySmallFilesCountAsWhatTheyTakeOnTheDisk() throws IOException {
        Store store = new Store(folder(), MEGABYTE / 2);
        for (int i = 0; i < 2; i++) {
            Path one = store.open(THEN.plusSeconds(i), 1, i);
            for (int file = 0; file < 80; file++) {
                Files.writeString(one.resolve("f" + file), "x");
            }
            store.close(one);
        }
        assertThat(names()).hasSize(1);
    }

    @Test
    void allIsForTheOwnerOnly() throws IOException {
        Path one = store().open(THEN, 1, 1);
        for (Path made : List.of(folder(), one)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void twoCasesOfOnePidInOneMomentHaveFoldersOfTheirOwn() throws IOException {
        Store store = store();
        assertThat(List.of(store.open(THEN, 1, 7), store.open(THEN, 1, 7), store.open(THEN, 1, 7)))
                .doesNotHaveDuplicates()
                .allMatch(Files::isDirectory);
    }

    @Test
    void whatIsBeingWrittenStays() throws IOException {
        Store store = new Store(folder(), 1);
        Path open = store.open(THEN, 1, 1);
        Files.write(open.resolve("heap.hprof"), new byte[(int) MEGABYTE]);
        written(store, THEN.plusSeconds(1), 2);
        written(store, THEN.plusSeconds(2), 3);
        store.trim(Instant.now().plus(Store.YOUNG).plusSeconds(60));
        assertThat(names()).containsExactly(open.getFileName().toString(), "20260102-030407-worker-1-pid-3");
    }

    @Test
    void whatAnotherControllerMayStillWriteStaysUntilItIsOld() throws IOException {
        Path other = store().open(THEN, 1, 1);
        Store store = new Store(folder(), 1);
        written(store, THEN.plusSeconds(1), 2);
        assertThat(other).exists();
        Files.setLastModifiedTime(
                other, FileTime.from(Instant.now().minus(Store.YOUNG).minusSeconds(1)));
        written(store, THEN.plusSeconds(2), 3);
        assertThat(other).doesNotExist();
    }

    @Test
    void whatNoStoreHasMadeStays() throws IOException {
        Path kept = Files.createDirectories(folder().resolve("20200101-000000-my-notes"));
        Path link = folder().resolve("20200101-000000-worker-1-pid-1");
        Path target = Files.createDirectories(base.resolve("elsewhere"));
        Files.write(target.resolve("large"), new byte[(int) MEGABYTE]);
        Files.createSymbolicLink(link, target);
        Files.setLastModifiedTime(kept, FileTime.from(THEN));
        Files.setLastModifiedTime(target, FileTime.from(THEN));
        Store store = new Store(folder(), 1);
        written(store, THEN.plusSeconds(1), 2);
        written(store, THEN.plusSeconds(2), 3);
        store.trim(Instant.now().plus(Store.YOUNG).plusSeconds(60));
        assertThat(kept).exists();
        assertThat(link).isSymbolicLink();
        assertThat(target.resolve("large")).exists();
    }

    @Test
    void linksInACaseAreNeitherCountedNorFollowed() throws IOException {
        Path target = Files.write(base.resolve("precious"), new byte[4 * (int) MEGABYTE]);
        Store store = store();
        Path first = store.open(THEN, 1, 1);
        Files.createSymbolicLink(first.resolve("link"), target);
        store.close(first);
        written(store, THEN.plusSeconds(1), 2);
        assertThat(first).exists();
        new Store(folder(), 1).close(first);
        assertThat(target).exists();
    }

    @Test
    void aCaseThatCameToNothingLeavesNoFolder() throws IOException {
        Store store = store();
        store.close(store.open(THEN, 1, 1));
        assertThat(names()).isEmpty();
    }

    @Test
    void thereAreNeverMoreCasesThanCanBeCountedFast() throws IOException {
        Store store = new Store(folder(), Long.MAX_VALUE);
        for (int i = 0; i < Store.MOST_CASES; i++) {
            Path old = Files.createDirectories(folder().resolve("20250101-000000-worker-1-pid-" + (10_000 + i)));
            Files.setLastModifiedTime(old, FileTime.from(THEN));
        }
        written(store, Instant.now(), 1);
        assertThat(names()).hasSize(Store.MOST_CASES).doesNotContain("20250101-000000-worker-1-pid-10000");
    }

    @Test
    void whereNoFolderCanBeMadeItIsSaidWhy() throws IOException {
        Files.writeString(folder(), "a file");
        assertThatThrownBy(() -> store().open(THEN, 1, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder().toString());
    }
}
