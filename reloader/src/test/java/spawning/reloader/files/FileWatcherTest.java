// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.ReloaderMessage.Changed;
import spawning.protocol.ReloaderMessage.Warning;

class FileWatcherTest {
    @TempDir
    Path folder;

    private Path src;
    private Path shop;
    private Watching watching;

    @BeforeEach
    void start() throws Exception {
        src = Files.createDirectories(folder.resolve("src/com/acme"))
                .getParent()
                .getParent();
        shop = Files.writeString(src.resolve("com/acme/Shop.java"), "class Shop {}");
        watching = new Watching(folder);
    }

    @AfterEach
    void stop() throws Exception {
        watching.close();
    }

    @Test
    void aSaveInPlaceIsOneChange() throws Exception {
        assertThat(watching.watch(src)).isEqualTo("1 folder and 1 file by inotify");
        Files.writeString(shop, "class Shop { int a; }");
        watching.assertChanged("src/com/acme/Shop.java");
        watching.assertNothingElse();
    }

    @Test
    void vimsSaveIsOneChange() throws Exception {
        watching.watch(src);
        Path at = shop.getParent();
        Files.writeString(at.resolve(".Shop.java.swp"), "swap");
        watching.assertNothingElse();
        Files.delete(Files.writeString(at.resolve("4913"), ""));
        Files.move(shop, at.resolve("Shop.java~"));
        Files.writeString(shop, "class Shop { int b; }");
        Files.delete(at.resolve("Shop.java~"));
        Files.delete(at.resolve(".Shop.java.swp"));
        watching.assertChanged("src/com/acme/Shop.java");
        watching.assertNothingElse();
    }

    @Test
    void aSafeWriteOfJetBrainsIsOneChange() throws Exception {
        watching.watch(src);
        Path fresh = Files.writeString(src.resolve("com/acme/Shop.java___jb_tmp___"), "class Shop { int c; }");
        Path old = src.resolve("com/acme/Shop.java___jb_old___");
        Files.move(shop, old);
        Files.move(fresh, shop);
        Files.delete(old);
        watching.assertChanged("src/com/acme/Shop.java");
        watching.assertNothingElse();
    }

    @Test
    void sedMvCpAndATemporaryNameAreOneChangeEach() throws Exception {
        watching.watch(src);
        run("sed", "-i", "s/Shop/Stop/", shop.toString());
        watching.assertChanged("src/com/acme/Shop.java");
        Path other = Files.writeString(folder.resolve("other"), "class Other {}");
        run("cp", other.toString(), shop.toString());
        watching.assertChanged("src/com/acme/Shop.java");
        run("mv", other.toString(), shop.toString());
        watching.assertChanged("src/com/acme/Shop.java");
        Path received = Files.writeString(src.resolve("com/acme/.Shop.java.Xk3a9Z"), "class Shop { int d; }");
        Files.move(received, shop, StandardCopyOption.ATOMIC_MOVE);
        watching.assertChanged("src/com/acme/Shop.java");
        watching.assertNothingElse();
    }

    @Test
    void aFileReplacedByOneOfTheSameSizeAndTimeIsAChange() throws Exception {
        watching.watch(src);
        Path other = Files.writeString(folder.resolve("other"), "class Pohs {}");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(shop));
        Files.move(other, shop, StandardCopyOption.REPLACE_EXISTING);
        watching.assertChanged("src/com/acme/Shop.java");
    }

    @Test
    void newFoldersAreWatchedWithWhatWasMadeInThemMeanwhile() throws Exception {
        watching.watch(src);
        for (int i = 0; i < 10; i++) {
            Path deep = Files.createDirectories(src.resolve("new" + i + "/a/b/c"));
            Files.writeString(deep.resolve("D.java"), "1");
            watching.assertChanged("src/new" + i + "/a/b/c/D.java");
            Files.writeString(deep.resolve("D.java"), "22");
            watching.assertChanged("src/new" + i + "/a/b/c/D.java");
        }
    }

    @Test
    void aDeletedFolderIsOneChange() throws Exception {
        watching.watch(src);
        delete(src.resolve("com"));
        watching.assertChanged("src/com/acme/Shop.java");
        watching.assertNothingElse();
    }

    @Test
    void aFolderReplacedByAnotherIsWatchedOn() throws Exception {
        watching.watch(src);
        Files.move(src.resolve("com"), folder.resolve("com.old"));
        Path acme = Files.createDirectories(src.resolve("com/acme"));
        Files.writeString(acme.resolve("Shop.java"), "new");
        watching.assertChanged("src/com/acme/Shop.java");
        Files.writeString(acme.resolve("Shop.java"), "newer");
        watching.assertChanged("src/com/acme/Shop.java");
        Files.writeString(folder.resolve("com.old/acme/Shop.java"), "no longer watched");
        watching.assertNothingElse();
    }

    @Test
    void aTreeOfFiveThousandFilesThatIsSwitchedIsOneChange() throws Exception {
        Path next = folder.resolve("next");
        for (int i = 0; i < 5000; i++) {
            Path at = next.resolve("p" + i / 50 + "/C" + i + ".java");
            Files.createDirectories(at.getParent());
            Files.writeString(at, "class C {}");
        }
        watching.watch(src);
        run("cp", "-r", next + "/.", src.toString());
        watching.assertChanged("src/p0/C0.java and 4999 more");
        watching.assertNothingElse();
    }

    @Test
    void aLinkThatPointsElsewhereIsOneChange() throws Exception {
        Path one = release("release-1");
        Path two = release("release-2");
        Path current = Files.createSymbolicLink(folder.resolve("current"), one.getFileName());
        watching.watch(current.resolve("classes"), current);
        Path fresh = Files.createSymbolicLink(folder.resolve("current.new"), two.getFileName());
        Files.move(fresh, current, StandardCopyOption.ATOMIC_MOVE);
        watching.assertChanged("current/classes/A.class");
        Files.writeString(two.resolve("classes/A.class"), "changed in place");
        watching.assertChanged("current/classes/A.class");
        Files.writeString(one.resolve("classes/A.class"), "nobody sees that");
        watching.assertNothingElse();
    }

    @Test
    void aFileBehindLinksWithinATreeIsWatchedWhereItLies() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Path real = Files.writeString(outside.resolve("shop.xml"), "1");
        Path middle = Files.createSymbolicLink(folder.resolve("middle.xml"), real);
        Files.createSymbolicLink(src.resolve("shop.xml"), middle);
        watching.watch(src);
        Files.writeString(real, "22");
        watching.assertChanged("src/shop.xml");
        Files.writeString(outside.resolve("other.xml"), "means nothing");
        watching.assertNothingElse();
        Path other = Files.writeString(folder.resolve("elsewhere.xml"), "333");
        Files.delete(middle);
        Files.createSymbolicLink(middle, other);
        watching.assertChanged("src/shop.xml");
        watching.assertNothingElse();
    }

    @Test
    void linksThatLeadInACircleAreSurvived() throws Exception {
        Files.createSymbolicLink(src.resolve("com/acme/up"), src);
        Files.createSymbolicLink(src.resolve("self"), Path.of("self"));
        watching.watch(src);
        Files.writeString(shop, "class Shop { int e; }");
        watching.assertChanged("src/com/acme/Shop.java");
        watching.assertNothingElse();
    }

    @Test
    void whatDoesNotExistIsWaitedFor() throws Exception {
        Path later = folder.resolve("not/yet/there");
        assertThat(watching.watch(later)).isEqualTo("1 file by inotify, 1 waited for");
        Files.createDirectories(later);
        Files.writeString(later.resolve("A.class"), "1");
        watching.assertChanged("not/yet/there/A.class");
        Files.writeString(later.resolve("A.class"), "22");
        watching.assertChanged("not/yet/there/A.class");
    }

    @Test
    void aRootThatIsGoneIsSaidOnceAndComparedWhenItIsBack() throws Exception {
        watching.watch(src);
        Files.move(src, folder.resolve("away"));
        assertThat(watching.next()).isEqualTo(new Warning(src + " is gone; waiting for it to come back"));
        watching.assertNothingElse();
        Files.move(folder.resolve("away"), src);
        watching.assertNothingElse();
        Files.writeString(shop, "class Shop { int f; }");
        watching.assertChanged("src/com/acme/Shop.java");
        delete(src);
        assertThat(watching.next()).isEqualTo(new Warning(src + " is gone; waiting for it to come back"));
        Files.createDirectories(shop.getParent());
        Files.writeString(shop, "class Shop {}");
        watching.assertChanged("src/com/acme/Shop.java");
        watching.assertNothingElse();
    }

    @Test
    void aPatternCountsOnlyWhatMatches() throws Exception {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        watching.watch(Instant.now().plusSeconds(60), List.of(conf + "/*.xml"), List.of());
        Files.writeString(conf.resolve("notes.txt"), "means nothing");
        watching.assertNothingElse();
        Files.writeString(conf.resolve("shop.xml"), "1");
        watching.assertChanged("conf/shop.xml");
        Files.delete(conf.resolve("shop.xml"));
        watching.assertChanged("conf/shop.xml");
    }

    @Test
    void whatIsNoPatternIsSaidAndTheRestIsWatched() throws Exception {
        watching.watch(Instant.now().plusSeconds(60), List.of(folder + "/[a"), List.of(), src);
        assertThat(watching.early().toString()).contains("'" + folder + "/[a' is no pattern and is not watched");
        Files.writeString(shop, "class Shop { int g; }");
        watching.assertChanged("src/com/acme/Shop.java");
    }

    @Test
    void whatIsLeftOutMeansNothingAlsoWhenItIsLeftOutLater() throws Exception {
        Path log = Files.createDirectories(src.resolve("log"));
        watching.watch(src);
        Files.writeString(log.resolve("access.log"), "GET /");
        watching.assertChanged("src/log/access.log");
        watching.watch(Instant.now().plusSeconds(60), List.of(), List.of(log), src);
        Files.writeString(log.resolve("access.log"), "GET / GET /");
        watching.assertNothingElse();
    }

    @Test
    void whatChangedWhileItWasReadIsAChange() throws Exception {
        watching.watch();
        Instant since = Files.getLastModifiedTime(shop).toInstant().minusMillis(1);
        watching.watch(since, List.of(), List.of(), src);
        watching.assertChanged("src/com/acme/Shop.java");
        watching.assertNothingElse();
    }

    @Test
    void whatAListKeepsIsComparedWithWhatTheListBeforeSaw() throws Exception {
        watching.watch(src);
        Files.writeString(shop, "class Shop { int h; }");
        watching.watch(src, folder.resolve("conf"));
        boolean toldBefore = watching.early().contains(new Changed("src/com/acme/Shop.java"));
        if (!toldBefore) {
            watching.assertChanged("src/com/acme/Shop.java");
        }
        watching.assertNothingElse();
    }

    @Test
    void whatTheKernelDoesNotTellOfIsPolled() throws Exception {
        watching.close();
        watching = new Watching(folder, path -> path.startsWith(src) ? "nfs4" : null);
        assertThat(watching.watch(src)).isEqualTo("1 file by inotify, 1 folder polled");
        assertThat(watching.early())
                .containsExactly(
                        new Warning(src + " is on nfs4, of whose changes the kernel does not tell; it is polled"));
        Files.writeString(shop, "class Shop { int i; }");
        watching.assertChanged("src/com/acme/Shop.java");
        Files.createDirectories(src.resolve("new/a"));
        Files.writeString(src.resolve("new/a/B.java"), "1");
        watching.assertChanged("src/new/a/B.java");
        watching.watch(src);
        assertThat(watching.early()).hasSize(1);
        watching.assertNothingElse();
    }

    private Path release(String name) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name).resolve("classes"));
        Files.writeString(classes.resolve("A.class"), name);
        return classes.getParent();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void run(String... words) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }
}
