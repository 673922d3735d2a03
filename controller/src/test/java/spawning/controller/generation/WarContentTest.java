// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarContentTest {
    private static final String PAGE = "the text of the page, long enough to be found";

    @TempDir
    Path folder;

    private Path war;
    private Path target;

    @BeforeEach
    void paths() throws IOException {
        war = folder.resolve("shop.war");
        target = Files.createDirectory(folder.resolve("war"));
    }

    @Test
    void aWarIsExplodedWhole() throws Exception {
        write("WEB-INF/", "WEB-INF/web.xml", "page.html");
        new WarContent(war).copyTo(target);
        assertThat(target.resolve("WEB-INF/web.xml")).hasContent(PAGE);
        assertThat(target.resolve("page.html")).hasContent(PAGE);
    }

    @Test
    void aFolderIsCopiedWhole() throws Exception {
        Path exploded = Files.createDirectories(folder.resolve("exploded/WEB-INF/lib"));
        Files.writeString(exploded.resolve("a.jar"), PAGE);
        new WarContent(folder.resolve("exploded")).copyTo(target);
        assertThat(target.resolve("WEB-INF/lib/a.jar")).hasContent(PAGE);
    }

    @Test
    void whatIsNoZipIsRefused() throws IOException {
        Files.writeString(war, "<html>");
        refused("shop.war is no WAR: it does not begin as a zip file does");
        Files.writeString(war, "");
        refused("shop.war is no WAR: it is empty");
    }

    @Test
    void aHalfWrittenOneIsRefused() throws IOException {
        write("page.html");
        byte[] all = Files.readAllBytes(war);
        Files.write(war, Arrays.copyOf(all, all.length / 2));
        refused("is broken or not yet whole");
    }

    @Test
    void aWrongChecksumIsFound() throws IOException {
        write("page.html");
        byte[] all = Files.readAllBytes(war);
        int at = new String(all, StandardCharsets.ISO_8859_1).indexOf(PAGE);
        all[at] ^= 1;
        Files.write(war, all);
        refused("the checksum of page.html is wrong");
    }

    @Test
    void anEntryThatLeadsOutIsRefused() throws IOException {
        for (String name : new String[] {"../out.txt", "WEB-INF/../../out.txt", "/out.txt"}) {
            write(name);
            refused("leads out of it");
        }
        assertThat(folder.resolve("out.txt")).doesNotExist();
    }

    @Test
    void anExecutableJarOfSpringBootIsToldApart() throws IOException {
        write("BOOT-INF/", "BOOT-INF/x");
        refused("executable jar of Spring Boot");
    }

    @Test
    void bootsJarIsToldApartWithoutEntriesForFolders() throws IOException {
        write("BOOT-INF/classes/x");
        refused("executable jar of Spring Boot");
    }

    @Test
    void aBackslashIsRefused() throws IOException {
        write("WEB-INF\\web.xml");
        refused("an entry with a backslash, \"WEB-INF\\web.xml\"");
    }

    @Test
    void aWarPackedOneFolderTooHighIsToldSo() throws IOException {
        write("shop/page.html", "shop/WEB-INF/web.xml");
        refused("has its WEB-INF in the folder shop/");
    }

    @Test
    void twoContentsForOneNameAreRefusedAndTwoEqualOnesAreNot() throws Exception {
        write("a.txt", "b.txt");
        rename("b.txt", "a.txt");
        new WarContent(war).copyTo(target);
        assertThat(target.resolve("a.txt")).hasContent(PAGE);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (String name : new String[] {"a.txt", "b.txt"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.US_ASCII));
                zip.closeEntry();
            }
        }
        rename("b.txt", "a.txt");
        refused("has two different entries named \"a.txt\"");
    }

    @Test
    void aFileWhereAFolderIsIsRefused() throws IOException {
        write("a", "a/b");
        refused("makes a file of a folder");
    }

    @Test
    void aSizeThatIsNotTrueIsFound() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            zip.putNextEntry(new ZipEntry("bomb"));
            zip.write(new byte[1 << 20]);
            zip.closeEntry();
        }
        byte[] all = Files.readAllBytes(war);
        int directory = new String(all, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
        all[directory + 24 + 2] = 0; // the uncompressed size in the central directory: 1 MB becomes 0
        Files.write(war, all);
        refused("bomb is longer than it says");
    }

    @Test
    void moreThanTheDiskHasRoomForIsRefused() {
        ZipEntry entry = new ZipEntry("bomb");
        entry.setSize(3_000_000_000L);
        assertThatThrownBy(() -> new WarFile(war).mustHaveRoom(java.util.List.of(entry), 2_999_999_999L))
                .hasMessageContaining("needs 3000 MB unpacked, and the folder of snapshots has 2999 MB left");
    }

    @Test
    void tooManyEntriesAreRefused() {
        var many = java.util.Collections.nCopies(WarFile.MOST_ENTRIES + 1, new ZipEntry("a"));
        assertThatThrownBy(() -> new WarFile(war).mustHaveRoom(many, Long.MAX_VALUE))
                .hasMessageContaining("has 200001 entries; at most 200000 are unpacked");
    }

    @Test
    void aLinkOutOfTheFolderIsRefusedAndOneWithinItIsFollowed() throws Exception {
        Path exploded = Files.createDirectories(folder.resolve("exploded/WEB-INF"));
        Files.writeString(exploded.resolve("a.txt"), PAGE);
        Files.createSymbolicLink(exploded.resolve("b.txt"), Path.of("a.txt"));
        Path current = Files.createSymbolicLink(folder.resolve("current"), Path.of("exploded"));
        new WarContent(current).copyTo(target);
        assertThat(target.resolve("WEB-INF/b.txt")).hasContent(PAGE);
        Files.createSymbolicLink(exploded.resolve("out"), folder);
        Path another = Files.createDirectory(folder.resolve("another"));
        assertThatThrownBy(() -> new WarContent(current).copyTo(another))
                .isInstanceOf(PreparationFailed.class)
                .hasMessageContaining("WEB-INF/out is a symbolic link that leads out of the web application");
    }

    private void refused(String sentence) {
        assertThatThrownBy(() -> new WarContent(war).copyTo(target))
                .isInstanceOf(PreparationFailed.class)
                .hasMessageContaining(sentence);
    }

    /** Gives all entries of a name another one of the same length. */
    private void rename(String from, String to) throws IOException {
        String all = new String(Files.readAllBytes(war), StandardCharsets.ISO_8859_1);
        Files.write(war, all.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Stored entries, whose text can be found and spoilt. */
    private void write(String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (String name : names) {
                byte[] content = name.endsWith("/") ? new byte[0] : PAGE.getBytes(StandardCharsets.US_ASCII);
                CRC32 sum = new CRC32();
                sum.update(content);
                ZipEntry entry = new ZipEntry(name);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
    }
}
