// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.posix.Fd;

class AotStoreTest {
    private static final String NAME = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);
    private static final String THIRD = "c".repeat(64);
    private static final long SMALL = 1 << 10;

    @TempDir
    private Path temporary;

    private Path root = Path.of("");
    private Instant now = Instant.now();
    private AotStore store = new AotStore(root);

    @BeforeEach
    void open() throws IOException {
        root = temporary.resolve("cache");
        store = new AotStore(root, new AotStore.Limits(1 << 20, 3), (InstantSource) () -> now);
        AotFolder.make(root);
    }

    private void make(String name, int bytes) throws IOException {
        try (AotStore.Unfinished cache = store.begin(name, SMALL)) {
            Files.createDirectory(cache.jars());
            Files.writeString(cache.jars().resolve("spawning-server.jar"), "server");
            Files.write(cache.archive(), new byte[bytes]);
            cache.finish();
        }
    }

    private boolean has(String name) {
        Optional<AotCache> found = store.find(name);
        found.ifPresent(AotCache::close);
        return found.isPresent();
    }

    private void lastUsed(String name, String instant) throws IOException {
        Files.setLastModifiedTime(root.resolve(name), FileTime.from(Instant.parse(instant)));
    }

    @Test
    void theFolderIsForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFinishedCacheIsFoundAndStandsForTheJarsThatItHas() throws IOException {
        make(NAME, 100);

        try (AotCache cache = store.find(NAME).orElseThrow()) {
            assertThat(cache.whole()).isTrue();
            assertThat(cache.classPath(
                            java.util.List.of(Path.of("/lib/spawning-server.jar"), Path.of("/gen-1/01-a.jar"))))
                    .containsExactly(root.resolve(NAME).resolve("cp/spawning-server.jar"), Path.of("/gen-1/01-a.jar"));
            assertThat(cache.options(false))
                    .contains("-XX:AOTCache=" + root.resolve(NAME).resolve("cache.aot"));
        }
        assertThat(has(OTHER)).isFalse();
    }

    @Test
    void whatIsLeftHalfMadeIsNeitherFoundNorKept() throws IOException {
        Files.createDirectories(root.resolve(NAME).resolve("cp")); // by a process that was killed
        Files.writeString(root.resolve(NAME).resolve("cache.aot.new"), "half");

        assertThat(has(NAME)).isFalse();
        store.sweep();

        assertThat(root.resolve(NAME)).doesNotExist();
    }

    @Test
    void whatSomebodyMakesIsNotSweptAway() throws IOException {
        try (AotStore.Unfinished cache = store.begin(NAME, SMALL)) {
            new AotStore(root).sweep();

            assertThat(cache.folder()).exists();
        }
        assertThat(root.resolve(NAME)).as("it was not finished").doesNotExist();
    }

    @Test
    void theLeastLatelyUsedGoesWhenThereAreTooMany() throws IOException {
        make(NAME, 10);
        make(OTHER, 10);
        make(THIRD, 10);
        lastUsed(NAME, "2026-01-03T00:00:00Z");
        lastUsed(OTHER, "2026-01-01T00:00:00Z");
        lastUsed(THIRD, "2026-01-02T00:00:00Z");

        make("d".repeat(64), 10);

        assertThat(has(OTHER)).isFalse();
        assertThat(has(NAME)).isTrue();
        assertThat(has(THIRD)).isTrue();
    }

    @Test
    void oneThatIsUsedStaysHoweverLongAgoThatBegan() throws IOException {
        make(NAME, 10);
        make(OTHER, 10);
        make(THIRD, 10);
        try (AotCache _ = store.find(OTHER).orElseThrow()) {
            lastUsed(OTHER, "2026-01-01T00:00:00Z");
            lastUsed(NAME, "2026-01-02T00:00:00Z");

            make("d".repeat(64), 10);

            assertThat(has(OTHER)).isTrue();
            assertThat(has(NAME)).isFalse();
        }
    }

    @Test
    void oldOnesGoWhenAllTogetherAreTooLarge() throws IOException {
        make(NAME, 700_000);
        lastUsed(NAME, "2026-01-01T00:00:00Z");

        store.makeRoom(600_000);

        assertThat(has(NAME)).isFalse();
    }

    @Test
    void aDiskWithoutRoomIsLeftAloneAndTheErrorSaysHowMuchIsWanted() {
        assertThatThrownBy(() -> store.begin(NAME, Long.MAX_VALUE / 4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("free")
                .hasMessageContaining("--aot-folder");
        assertThat(root.resolve(NAME)).doesNotExist();
    }

    @Test
    void twoDoNotTrainAtOnce() throws IOException {
        try (Fd _ = store.tryTraining().orElseThrow()) {
            assertThat(new AotStore(root).tryTraining()).isEmpty();
        }
        Optional<Fd> later = store.tryTraining();
        assertThat(later).isPresent();
        later.get().close();
    }

    @Test
    void aFolderThatOthersCanWriteIsNotTrusted() throws IOException {
        make(NAME, 10);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(has(NAME)).isFalse();
        assertThatThrownBy(store::tryTraining).hasMessageContaining("may be written by others (mode 0777)");
    }

    @Test
    void aFolderOfSomebodyElseIsNotTrustedUnlessItIsRoots() throws IOException {
        int owner = (int) Files.getAttribute(root, "unix:uid");

        assertThat(AotFolder.fault(root, () -> owner)).isEmpty();
        if (owner == 0) {
            assertThat(AotFolder.fault(root, () -> 4711)).as("an image's").isEmpty();
        } else {
            assertThat(AotFolder.fault(root, () -> 4711)).contains("belongs to uid " + owner);
        }
    }

    @Test
    void aFailureCountsForADay() throws IOException {
        assertThat(store.failedLately(NAME)).isFalse();
        store.markFailed(NAME);

        assertThat(store.failedLately(NAME)).isTrue();
        now = now.plusSeconds(90_000);
        assertThat(store.failedLately(NAME)).isFalse();
        store.sweep();
        assertThat(root.resolve(NAME + ".failed")).doesNotExist();
    }

    @Test
    void aFailureOfAClockThatWasSetBackDoesNotCountForYears() throws IOException {
        store.markFailed(NAME);

        now = now.minusSeconds(1_000_000);

        assertThat(store.failedLately(NAME)).isFalse();
    }

    @Test
    void whatATrainingSaidGoesWithTheMarkOfItsFailure() throws IOException {
        store.markFailed(NAME);
        Files.writeString(store.said(NAME), "said");
        Files.writeString(store.said(OTHER), "said by one that nobody remembers");

        store.sweep();

        assertThat(store.said(NAME)).exists();
        assertThat(store.said(OTHER)).doesNotExist();
    }

    @Test
    void aCacheThatIsMadeAnewIsNoCacheUntilItIsFinished() throws IOException {
        make(NAME, 10);
        try (AotStore.Unfinished _ = store.begin(NAME, SMALL)) {
            assertThat(root.resolve(NAME).resolve("cache.aot")).doesNotExist();
        }
        assertThat(has(NAME)).isFalse();
    }

    @Test
    void onlyItsOwnerSeesWhatIsInACacheWhateverTheUmask() throws IOException {
        make(NAME, 10);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(NAME))))
                .isEqualTo("rwx------");
    }

    @Test
    void aCacheThatIsTakenAwayIsNotBootedFrom() throws IOException {
        make(NAME, 10);
        try (Boot boot = new Boot(Optional.empty(), store.find(NAME), false)) {
            assertThat(boot.now().source()).isEqualTo(BootFrom.Source.OWN);

            Files.delete(root.resolve(NAME).resolve("cp/spawning-server.jar"));

            assertThat(boot.now()).isEqualTo(BootFrom.NOTHING);
        }
    }

    @Test
    void aCacheThatAJvmRefusesIsGivenToNoOther() throws IOException {
        make(NAME, 10);
        try (Boot boot = new Boot(Optional.empty(), store.find(NAME), false)) {
            BootFrom given = boot.now();
            assertThat(given.options()).contains("-XX:AOTMode=auto");

            boot.refused(given);

            assertThat(boot.now()).isEqualTo(BootFrom.NOTHING);
        }
    }

    @Test
    void whatWasRefusedBeforeABetterOneWasMadeSaysNothingOfThatOne() throws IOException {
        make(NAME, 10);
        make(OTHER, 10);
        try (Boot boot = new Boot(Optional.empty(), store.find(NAME), false)) {
            BootFrom given = boot.now();
            boot.use(store.find(OTHER).orElseThrow());

            boot.refused(given);

            assertThat(boot.now().name()).isEqualTo(OTHER.substring(0, 12));
        }
    }

    @Test
    void aCacheFromWhichAWorkerCrashedIsGivenToNoOtherAndAnotherOneIsTrained() throws IOException {
        make(NAME, 10);
        Training training =
                new Training(NAME, "shop", root, List.of(), List.of(), List.of(), root, root, Map.of(), Training.LIMIT);
        try (Boot boot = Boot.own(training, store.find(NAME).orElseThrow())) {
            assertThat(boot.training()).isEmpty();
            BootFrom given = boot.now();

            assertThat(boot.crashed(BootFrom.NOTHING)).isEmpty();
            assertThat(boot.crashed(given)).hasValue(NAME);

            assertThat(boot.crashed(given)).as("it is said once").isEmpty();
            assertThat(boot.now()).isEqualTo(BootFrom.NOTHING);
            assertThat(boot.training()).hasValue(training);
        }
        assertThat(store.distrust(NAME)).isEqualTo(AotStore.Distrusted.REMOVED);
        assertThat(root.resolve(NAME)).doesNotExist();
        assertThat(store.failedLately(NAME)).isFalse();
    }

    @Test
    void theSecondThatCrashesWithinADayIsNotReplacedOnThatDay() throws IOException {
        make(NAME, 10);
        assertThat(store.distrust(NAME)).isEqualTo(AotStore.Distrusted.REMOVED);
        make(NAME, 10);

        assertThat(store.distrust(NAME)).isEqualTo(AotStore.Distrusted.GIVEN_UP);

        assertThat(store.failedLately(NAME)).isTrue();
    }

    @Test
    void oneThatIsInUseIsKeptForItsUsersButNotFoundByUsAnyMore() throws IOException {
        make(NAME, 10);
        try (AotCache used = store.find(NAME).orElseThrow()) {
            assertThat(store.distrust(NAME)).isEqualTo(AotStore.Distrusted.KEPT);
            assertThat(used.whole()).isTrue();
            assertThat(store.find(NAME)).isEmpty();
            assertThat(used.whole()).isTrue();
        }

        assertThat(store.find(NAME)).isEmpty();

        assertThat(root.resolve(NAME)).as("nobody uses it any more").doesNotExist();
        make(NAME, 10);
        store.find(NAME).orElseThrow().close();
    }

    @Test
    void whereItIsRequiredTheyCrashOn() throws IOException {
        make(NAME, 10);
        try (Boot boot = new Boot(Optional.empty(), store.find(NAME), true)) {
            assertThat(boot.crashed(boot.now())).isEmpty();

            assertThat(boot.now().source()).isEqualTo(BootFrom.Source.OWN);
        }
    }

    @Test
    void aCrashIsASignalOfTheProcessorsOrAJvmThatDidNotBegin() {
        assertThat(List.of(132, 133, 134, 135, 136, 139, 159)).allMatch(code -> Crash.is(code, true));
        assertThat(Crash.is(1, false)).isTrue();
        assertThat(List.of(0, 1, 2, 127, 130, 137, 143)).noneMatch(code -> Crash.is(code, true));
    }

    @Test
    void whoRequiresACacheHasAJvmThatEndsRatherThanToStartWithout() throws IOException {
        make(NAME, 10);
        try (Boot boot = new Boot(Optional.empty(), store.find(NAME), true)) {
            assertThat(boot.now().options())
                    .contains("-XX:AOTMode=on")
                    .as("it is heard")
                    .noneMatch(option -> option.startsWith("-Xlog"));
        }
    }

    @Test
    void whereTheFolderCannotBeMadeCachesGoWithTheInstance() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        Path ofInstance = temporary.resolve("instance/aot");

        assertThat(AotStore.of(Optional.of(file.resolve("spawning")), ofInstance)
                        .root())
                .isEqualTo(ofInstance);
        assertThat(AotStore.of(Optional.empty(), ofInstance).root()).isEqualTo(ofInstance);
        assertThat(AotStore.of(Optional.of(temporary.resolve("a/b/c")), ofInstance)
                        .root())
                .isEqualTo(temporary.resolve("a/b/c"));
        assertThat(AotStore.of(Optional.of(root), ofInstance).root()).isEqualTo(root);
    }

    @Test
    void theUsualPlaceIsThatOfTheServiceThenOfTheUserThenBelowHome() {
        assertThat(AotFolder.usual(Map.of("CACHE_DIRECTORY", "/var/cache/shop:/x", "XDG_CACHE_HOME", "/c")))
                .contains(Path.of("/var/cache/shop"));
        assertThat(AotFolder.usual(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/"))).contains(Path.of("/c/spawning"));
        assertThat(AotFolder.usual(Map.of("XDG_CACHE_HOME", "c", "HOME", temporary.toString())))
                .contains(temporary.resolve(".cache/spawning"));
        assertThat(AotFolder.usual(Map.of("HOME", "/nonexistent"))).isEmpty();
    }
}
