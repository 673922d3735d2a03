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

/** With real git. */
class GitRevisionTest {
    private static final Instant NEVER = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path temporary;

    private Path shop;

    @BeforeEach
    void create() throws Exception {
        assumeTrue(Command.find("git").isPresent(), "git is not installed");
        shop = repository("shop");
    }

    @Test
    void aCommitIsAChangeAndAnEditIsNone() throws Exception {
        try (WatchingRevisions watching = watching(shop.resolve("src"))) {
            Files.writeString(shop.resolve("src/Shop.java"), "edited");
            git(shop, "add", "-A");
            String before = head(shop);
            git(shop, "commit", "-q", "-m", "two");
            watching.assertChanged("git " + before + " -> " + head(shop));
        }
    }

    @Test
    void aBranchThatIsPulledOrCheckedOutIsOneChange() throws Exception {
        String one = head(shop);
        git(shop, "checkout", "-q", "-b", "next");
        commit(shop, "two");
        commit(shop, "three");
        String three = head(shop);
        git(shop, "checkout", "-q", "-");
        try (WatchingRevisions watching = watching(shop)) {
            git(shop, "merge", "-q", "--ff-only", "next");
            watching.assertChanged("git " + one + " -> " + three);
            git(shop, "checkout", "-q", "--detach", "HEAD~2");
            watching.assertChanged("git " + three + " -> " + one);
            git(shop, "pack-refs", "--all");
            git(shop, "checkout", "-q", "next");
            watching.assertChanged("git " + one + " -> " + three);
        }
    }

    @Test
    void aRebaseIsOneChange() throws Exception {
        git(shop, "checkout", "-q", "-b", "topic");
        for (int i = 0; i < 5; i++) {
            commit(shop, "topic" + i);
        }
        String before = head(shop);
        git(shop, "checkout", "-q", "-");
        commit(shop, "upstream");
        String branch = git(shop, "rev-parse", "--abbrev-ref", "HEAD");
        git(shop, "checkout", "-q", "topic");
        try (WatchingRevisions watching = watching(shop)) {
            git(shop, "rebase", "-q", branch);
            watching.assertChanged("git " + before + " -> " + head(shop));
        }
    }

    @Test
    void submodulesAndWhatTheyHoldCount() throws Exception {
        Path library = repository("library");
        try (WatchingRevisions watching = watching(shop)) {
            String before = head(shop);
            git(shop, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.toString(), "lib/a b");
            git(shop, "commit", "-q", "-m", "with a library");
            watching.assertChanged("git " + before + " -> " + head(shop) + " and 1 more");
            Path submodule = shop.resolve("lib/a b");
            String old = head(submodule);
            commit(submodule, "newer");
            watching.assertChanged("git lib/a b " + old + " -> " + head(submodule));
        }
    }

    @Test
    void aLinkedWorktreeHasItsOwnRevision() throws Exception {
        Path tree = temporary.resolve("tree");
        git(shop, "worktree", "add", "-q", tree.toString());
        try (WatchingRevisions watching = watching(tree)) {
            commit(shop, "elsewhere");
            String before = head(tree);
            commit(tree, "here");
            watching.assertChanged("git " + before + " -> " + head(tree));
        }
    }

    @Test
    void theFirstCommitOfAnEmptyRepositoryIsAChange() throws Exception {
        Path empty = Files.createDirectories(temporary.resolve("empty"));
        git(empty, "init", "-q");
        try (WatchingRevisions watching = watching(empty)) {
            commit(empty, "first");
            watching.assertChanged("git none -> " + head(empty));
        }
    }

    @Test
    void aHeadThatMovedWhileTheApplicationWasReadIsAChange() throws Exception {
        Instant since = Files.getLastModifiedTime(shop.resolve(".git/logs/HEAD"))
                .toInstant()
                .minusMillis(1);
        try (WatchingRevisions watching = new WatchingRevisions()) {
            List<ReloaderMessage> said = watching.watch(Revisions.GIT, since, shop);
            assertThat(said).contains(new ReloaderMessage.Changed("git none -> " + head(shop)));
        }
    }

    @Test
    void whatIsNoWorkingCopyIsPassedOver() throws Exception {
        Path plain = Files.createDirectories(temporary.resolve("plain"));
        try (WatchingRevisions watching = new WatchingRevisions()) {
            List<ReloaderMessage> said = watching.watch(Revisions.GIT, NEVER, plain, shop);
            assertThat(said)
                    .containsExactly(
                            new Warning(plain + " is in no git working copy; passed over"),
                            new ReloaderMessage.Watching("the revisions of 1 git working copy"));
        }
    }

    @Test
    void aBrokenWorkingCopyIsSaidOnceAndWatchedOn() throws Exception {
        try (WatchingRevisions watching = watching(shop)) {
            Path head = shop.resolve(".git/HEAD");
            String content = Files.readString(head);
            String before = head(shop);
            Files.writeString(head, "nonsense\n");
            ReloaderMessage said = watching.next();
            assertThat(said).isInstanceOf(Warning.class);
            assertThat(((Warning) said).text())
                    .startsWith(
                            "the revision of " + shop + " is not known: git ended with exit code 128 and said: fatal:");
            Files.writeString(head, content);
            commit(shop, "repaired");
            watching.assertChanged("git " + before + " -> " + head(shop));
        }
    }

    private WatchingRevisions watching(Path folder) throws InterruptedException {
        WatchingRevisions watching = new WatchingRevisions();
        assertThat(watching.watch(Revisions.GIT, NEVER, folder))
                .containsExactly(new ReloaderMessage.Watching("the revisions of 1 git working copy"));
        return watching;
    }

    private Path repository(String name) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(
                        temporary.toRealPath().resolve(name).resolve("src"))
                .getParent();
        git(folder, "init", "-q");
        Files.writeString(folder.resolve("src/Shop.java"), name);
        git(folder, "add", "-A");
        git(folder, "commit", "-q", "-m", "one");
        return folder;
    }

    private static void commit(Path folder, String name) throws IOException, InterruptedException {
        Files.writeString(folder.resolve(name), name);
        git(folder, "add", "-A");
        git(folder, "commit", "-q", "-m", name);
    }

    private static String head(Path folder) throws IOException, InterruptedException {
        return git(folder, "rev-parse", "HEAD").substring(0, 7);
    }

    private static String git(Path folder, String... words) throws IOException, InterruptedException {
        String[] all = new String[words.length + 1];
        all[0] = "git";
        System.arraycopy(words, 0, all, 1, words.length);
        return WatchingRevisions.run(folder, all);
    }
}
