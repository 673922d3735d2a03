// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions in a folder. */
class FolderSessionsTest extends SharedSessionsContract {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void nameFolder() {
        folder = temporary.resolve("sessions");
    }

    @Override
    String sessions() {
        return "file:" + folder;
    }

    @Override
    void age(String id, Duration by) throws IOException {
        Path file = file(id);
        Files.setLastModifiedTime(
                file, FileTime.from(Files.getLastModifiedTime(file).toInstant().minus(by)));
    }

    private Path file(String id) throws IOException {
        return files("_" + id + ".session").getFirst();
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    @Test
    void onlyTheOwnerMayReadASession() throws Exception {
        Browser browser = browser();
        browser.get(node(), "/new?who=me");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(browser.id()))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFolderThatOthersMayWriteToIsRefused() throws Exception {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> Node.start(Node.settings(sessions(), "20")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 700");
    }

    @Test
    void readingWritesNoFile() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        Object written = key(browser);
        browser.get(one, "/get");
        browser.get(one, "/get");
        assertThat(key(browser)).isEqualTo(written);
        browser.get(one, "/increment");
        browser.get(one, "/get"); // waits until the one before has saved
        assertThat(key(browser)).isNotEqualTo(written);
    }

    private Object key(Browser browser) throws IOException {
        return Files.readAttributes(file(browser.id()), "unix:ino").get("ino");
    }

    @Test
    void aTornSessionIsDroppedWithOneLine() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        browser.get(one, "/get");
        try (FileChannel file = FileChannel.open(file(browser.id()), StandardOpenOption.WRITE)) {
            file.truncate(60);
        }
        try (var logged = new Logged()) {
            assertThat(browser.get(one, "/get").body()).isEqualTo("none");
            assertThat(browser.get(one, "/increment").body()).isEqualTo("1");
            assertThat(logged.lines()).hasSize(1).first().asString().contains("dropped", "checksum");
        }
    }

    @Test
    void whereNothingCanBeWrittenTheOthersGoOnAndItIsSaidOnce() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        browser.get(one, "/get");
        Path aside = temporary.resolve("aside");
        Files.move(folder, aside);
        Files.createFile(folder);
        try (var logged = new Logged()) {
            Browser other = browser();
            for (int i = 0; i < 50; i++) {
                Browser.Answer answer = other.get(one, "/new?who=other");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.setCookie()).isEmpty();
                assertThat(browser.get(one, "/increment").status()).isEqualTo(503);
                assertThat(other.get(one, "/plain").status()).isEqualTo(200);
            }
            assertThat(logged.lines()).hasSize(2); // reading, and writing
        }
        Files.delete(folder);
        Files.move(aside, folder);
        assertThat(browser.get(one, "/increment").body()).isEqualTo("1");
    }

    @Test
    void theScavengerRemovesWhatAKilledProcessLeftAndWhatBelongsToNobody() throws Exception {
        Node one = closing(Node.start(Node.settings(sessions(), "20")));
        Browser browser = browser();
        browser.get(one.uri(), "/new?who=me");
        browser.get(one.uri(), "/get");
        Path orphan = folder.resolve("-gone_0.0.0.0_abc.session");
        Files.copy(file(browser.id()), orphan);
        Path leftOver = Files.createFile(folder.resolve("x.session.1-1.tmp"));
        Path young = Files.createFile(folder.resolve("y.session.1-1.tmp"));
        for (Path old : List.of(orphan, leftOver))
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        one.scavenge();
        assertThat(orphan).doesNotExist();
        assertThat(leftOver).doesNotExist();
        assertThat(young).exists();
        assertThat(browser.get(one.uri(), "/get").body()).isEqualTo("me null");
    }

    @Test
    void oneProcessScavengesForAll() throws Exception {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        FolderRecords records = closing(FolderRecords.open(folder, Duration.ofMinutes(10)));
        long now = System.currentTimeMillis();
        records.write(new SessionKey("_0.0.0.0", "abc"), new byte[1], 0, 1, SessionRecords.ANY);
        assertThat(records.scavenge("_0.0.0.0", now)).containsExactly("abc");
        assertThat(records.scavenge("_0.0.0.0", now + 60_000)).isEmpty();
        assertThat(records.scavenge("_0.0.0.0", now + 600_000)).containsExactly("abc");
    }

    @Test
    void aProcessKilledInTheMiddleOfAWriteTearsNoSessionAndLeavesNoLock() throws Exception {
        URI one = node();
        List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i < 8; i++) browsers.add(browser());
        for (Browser each : browsers) each.get(one, "/fill?with=0");
        int killedWhileWriting = 0;
        for (int round = 0; round < 20 && (round < 3 || killedWhileWriting == 0); round++) {
            Child child = closing(new Child(sessions()));
            var filling = new CountDownLatch(browsers.size());
            for (Browser each : browsers) Thread.ofVirtual().start(() -> fillUntilKilled(child.uri(), each, filling));
            while (files(".tmp").size() < 2 && filling.getCount() > 0) Thread.onSpinWait();
            child.kill();
            filling.await();
            if (!files(".tmp").isEmpty()) killedWhileWriting++;
            for (Browser each : browsers)
                assertThat(each.get(one, "/check").body()).isEqualTo("whole");
            for (Path leftOver : files(".tmp")) Files.delete(leftOver);
        }
        assertThat(killedWhileWriting).isPositive();
    }

    private static void fillUntilKilled(URI server, Browser browser, CountDownLatch end) {
        try {
            for (int with = 0; ; with = (with + 1) % 100)
                browser.send(server, "/fill?with=" + with).get();
        } catch (InterruptedException | ExecutionException killed) {
            end.countDown();
        }
    }

    @Test
    void aFolderMadeAnewHasNewLocksInEachProcess() throws Exception {
        Child one = closing(new Child(sessions()));
        Child two = closing(new Child(sessions()));
        URI three = node();
        Browser browser = browser();
        browser.get(one.uri(), "/new?who=before");
        browser.get(two.uri(), "/get");
        try (var logged = new Logged()) {
            Files.move(folder, temporary.resolve("aside"));
            assertThat(browser.get(three, "/get").status()).isEqualTo(503);
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Child late = closing(new Child(sessions()));
            browser.get(three, "/new?who=me");
            incrementByEight(List.of(one.uri(), two.uri(), three, late.uri()), browser, 50);
            assertThat(browser.get(late.uri(), "/get").body()).isEqualTo("me 400");
            assertThat(logged.lines().stream().filter(line -> line.contains("was removed while")))
                    .hasSize(1);
        }
    }

    @Test
    void aLockFileThatSomebodyRemovedIsMadeAnew() throws Exception {
        Files.createDirectories(folder);
        FolderLocks locks = FolderLocks.open(folder);
        assertThat(locks.tryLock(1)).isTrue();
        Files.delete(folder.resolve("locks"));
        assertThat(locks.tryLock(2)).isTrue();
        assertThat(folder.resolve("locks")).exists();
        locks.unlock(1);
        locks.unlock(2);
        locks.close();
    }

    @Test
    void aFolderMadeAnewThatOthersMayWriteToIsNotUsed() throws Exception {
        Files.createDirectories(folder);
        FolderLocks locks = FolderLocks.open(folder);
        Files.delete(folder.resolve("locks"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> locks.tryLock(1)).hasMessageContaining("chmod 700");
        locks.close();
    }

    @Test
    void whatIsNoSessionDoesNotKeepTheOthersFromEnding() throws Exception {
        Node one = closing(Node.start(Node.settings(sessions(), "20")));
        Browser browser = browser();
        browser.get(one.uri(), "/new?who=me");
        browser.get(one.uri(), "/get");
        String context = file(browser.id()).getFileName().toString().replaceFirst("_[^_]*$", "");
        Files.createDirectory(folder.resolve(context + "_abc.session"));
        Files.createSymbolicLink(folder.resolve(context + "_def.session"), folder.resolve(context + "_def.session"));
        age(browser.id(), Duration.ofMinutes(31));
        scavengeUntilOneEnded(one);
    }

    @Test
    void aSlowListenerOfASessionsEndHoldsUpNoTimeLimits() throws Exception {
        Node one = closing(Node.start(Node.settings(sessions(), "20")));
        Browser browser = browser();
        browser.get(one.uri(), "/new?who=me");
        browser.get(one.uri(), "/get");
        SessionServlet.ending = new CountDownLatch(1);
        age(browser.id(), Duration.ofMinutes(31));
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (SessionServlet.ENDED.get() == 0) assertThat(System.nanoTime()).isLessThan(end);
        var ticks = new CountDownLatch(1);
        one.clock().schedule(ticks::countDown, 0, TimeUnit.SECONDS);
        assertThat(ticks.await(20, TimeUnit.SECONDS)).isTrue();
        SessionServlet.ending.countDown();
    }

    @Test
    void anInterruptedThreadLosesNoLock() throws Exception {
        Files.createDirectories(folder);
        FolderLocks locks = FolderLocks.open(folder);
        assertThat(locks.tryLock(1)).isTrue();
        Thread.currentThread().interrupt();
        assertThat(locks.tryLock(2)).isTrue();
        locks.unlock(2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(locks.tryLock(3)).isTrue();
        locks.unlock(3);
        locks.unlock(1);
        locks.close();
    }
}
