// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.ReloaderMessage.Warning;
import spawning.protocol.WatchList.Revisions;

/** With real Subversion, in repositories of the file system. */
class SubversionRevisionTest {
    private static final Instant NEVER = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path temporary;

    private String shop;
    private Path copy;

    @BeforeEach
    void create() throws Exception {
        assumeTrue(Command.find("svnadmin").isPresent(), "Subversion is not installed");
        shop = repository("shop");
        copy = checkOut(shop, "copy");
        commit(copy, "Shop.java", "one");
        svn(copy, "update", "-q");
    }

    @Test
    void aCommitIsAChangeAndAnEditIsNone() throws Exception {
        try (WatchingRevisions watching = watching()) {
            Files.writeString(copy.resolve("Shop.java"), "edited");
            Files.writeString(copy.resolve("New.java"), "new");
            svn(copy, "add", "-q", "New.java");
            svn(copy, "propset", "-q", "note", "local", "Shop.java");
            svn(copy, "commit", "-q", "-m", "two");
            watching.assertChanged("svn 2 -> 3");
        }
    }

    @Test
    void anUpdateIsOneChangeAlsoBackwards() throws Exception {
        Path other = checkOut(shop, "other");
        for (int i = 0; i < 20; i++) {
            commit(other, "C" + i + ".java", "c");
        }
        try (WatchingRevisions watching = watching()) {
            svn(copy, "update", "-q");
            watching.assertChanged("svn 2 -> 22");
            svn(copy, "update", "-q", "-r", "5");
            watching.assertChanged("svn 22 -> 5");
        }
    }

    @Test
    void oneFileInAnEarlierRevisionIsAChange() throws Exception {
        commit(copy, "Shop.java", "two");
        commit(copy, "Cart.java", "three");
        try (WatchingRevisions watching = watching()) {
            svn(copy, "update", "-q", "-r", "2", "Shop.java");
            watching.assertChanged("svn 4 with other files in earlier revisions");
        }
    }

    @Test
    void externalsAndTheirExternalsCount() throws Exception {
        String library = repository("library");
        String deep = repository("deep");
        Path libraryCopy = checkOut(library, "library-copy");
        svn(libraryCopy, "propset", "-q", "svn:externals", deep + " deep", ".");
        svn(libraryCopy, "commit", "-q", "-m", "external");
        svn(copy, "propset", "-q", "svn:externals", library + " lib", ".");
        svn(copy, "commit", "-q", "-m", "external");
        svn(copy, "update", "-q");
        try (WatchingRevisions watching = watching()) {
            commit(libraryCopy, "Lib.java", "lib");
            svn(copy, "update", "-q");
            watching.assertChanged("svn lib 2 -> 3");
            Path deepCopy = checkOut(deep, "deep-copy");
            commit(deepCopy, "Deep.java", "deep");
            svn(copy, "update", "-q");
            watching.assertChanged("svn lib/deep 1 -> 2");
        }
    }

    @Test
    void aBrokenWorkingCopyIsSaidOnceAndWatchedOn() throws Exception {
        try (WatchingRevisions watching = watching()) {
            Path database = copy.resolve(".svn/wc.db");
            byte[] content = Files.readAllBytes(database);
            Files.writeString(database, "nonsense");
            ReloaderMessage said = watching.next();
            assertThat(said).isInstanceOf(Warning.class);
            assertThat(((Warning) said).text())
                    .startsWith(
                            "the revision of " + copy + " is not known: svn ended with exit code 1 and said: svn: E");
            Files.write(database, content);
            commit(copy, "Shop.java", "repaired");
            watching.assertChanged("svn 2 -> 3");
        }
    }

    @Test
    void whatIsNoWorkingCopyIsPassedOver() throws Exception {
        Path plain = Files.createDirectories(temporary.resolve("plain"));
        try (WatchingRevisions watching = new WatchingRevisions()) {
            List<ReloaderMessage> said = watching.watch(Revisions.SVN, NEVER, plain);
            assertThat(said).contains(new Warning(plain + " is in no svn working copy; passed over"));
        }
    }

    private WatchingRevisions watching() throws InterruptedException {
        WatchingRevisions watching = new WatchingRevisions();
        assertThat(watching.watch(Revisions.SVN, NEVER, copy))
                .containsExactly(new ReloaderMessage.Watching("the revisions of 1 svn working copy"));
        return watching;
    }

    private String repository(String name) throws IOException, InterruptedException {
        Path folder = temporary.toRealPath().resolve(name);
        WatchingRevisions.run(temporary, "svnadmin", "create", folder.toString());
        String trunk = "file://" + folder + "/trunk";
        svn(temporary, "mkdir", "-q", "-m", "trunk", trunk);
        return trunk;
    }

    private Path checkOut(String url, String name) throws IOException, InterruptedException {
        Path folder = temporary.toRealPath().resolve(name);
        svn(temporary, "checkout", "-q", url, folder.toString());
        return folder;
    }

    private static void commit(Path copy, String name, String text) throws IOException, InterruptedException {
        Files.writeString(copy.resolve(name), text);
        svn(copy, "add", "-q", "--force", name);
        svn(copy, "commit", "-q", "-m", "change " + name);
    }

    private static void svn(Path folder, String... words) throws IOException, InterruptedException {
        String[] all = new String[words.length + 2];
        all[0] = "svn";
        all[1] = "--non-interactive";
        System.arraycopy(words, 0, all, 2, words.length);
        WatchingRevisions.run(folder, all);
    }
}
