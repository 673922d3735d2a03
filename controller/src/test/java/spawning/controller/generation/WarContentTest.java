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

    private void refused(String sentence) {
        assertThatThrownBy(() -> new WarContent(war).copyTo(target))
                .isInstanceOf(PreparationFailed.class)
                .hasMessageContaining(sentence);
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
