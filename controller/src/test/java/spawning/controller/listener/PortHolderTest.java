// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortHolderTest {
    private static final String TCP = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 5001 1 0
               1: 0100007F:1F91 0100007F:ABCD 01 00000000:00000000 00:00000000 00000000     0        0 5002 1 0
            """;
    private static final String TCP6 = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000000000000000000000000000:1F92 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 5003 1 0
               1: 00000000000000000000000001000000:1F93 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 5004 1 0
            """;
    private static final String UNIX = """
            Num       RefCount Protocol Flags    Type St Inode Path
            0000000000000000: 00000002 00000000 00010000 0001 01 6001 /run/a b.sock
            0000000000000000: 00000003 00000000 00000000 0001 03 6002 /run/c.sock
            """;

    @TempDir
    Path proc;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), TCP);
        Files.writeString(proc.resolve("net/tcp6"), TCP6);
        Files.writeString(proc.resolve("net/unix"), UNIX);
    }

    private void process(int pid, String command, String inode) throws IOException {
        Path fd = Files.createDirectories(proc.resolve(pid + "/fd"));
        Files.writeString(proc.resolve(pid + "/cmdline"), command);
        Files.createSymbolicLink(fd.resolve("0"), Path.of("pipe:[1]"));
        Files.createSymbolicLink(fd.resolve("70"), Path.of("socket:[" + inode + "]"));
    }

    private String holder(String bind) {
        return new PortHolder(proc).describe(Bind.parse(bind));
    }

    @Test
    void theProcessIsNamedWithItsCommand() throws IOException {
        process(811, "other\0", "7000");
        process(812, "java\0-jar\0shop.jar\0", "5001");
        assertThat(holder("127.0.0.1:8080")).isEqualTo("held by pid 812 (java -jar shop.jar)");
        assertThat(holder("*:8080")).contains("pid 812");
    }

    @Test
    void whatAnotherUserHoldsIsToldWithTheUser() {
        assertThat(holder("127.0.0.1:8080")).isEqualTo("held by a process of another user (uid 33)");
        assertThat(holder("unix:/run/a b.sock")).isEqualTo("held by a process of another user");
    }

    @Test
    void aSocketForBothFamiliesHoldsAnAddressOfEither() throws IOException {
        process(813, "both", "5003");
        assertThat(holder("127.0.0.1:8082")).contains("pid 813");
        assertThat(holder("[::1]:8082")).contains("pid 813");
    }

    @Test
    void socketsThatDoNotListenOrElsewhereAreNotBlamed() throws IOException {
        process(814, "x", "5002");
        process(815, "x", "5004");
        process(816, "x", "6002");
        assertThat(holder("127.0.0.1:8081")).isEqualTo("held by an unknown process");
        assertThat(holder("0.0.0.0:8083")).isEqualTo("held by an unknown process");
        assertThat(holder("[::1]:8083")).contains("pid 815");
        assertThat(holder("unix:/run/c.sock")).isEqualTo("held by an unknown process");
    }

    @Test
    void unixSocketsAreFoundByTheirPath() throws IOException {
        process(817, "y".repeat(500), "6001");
        assertThat(holder("unix:/run/a b.sock"))
                .startsWith("held by pid 817 (yyy")
                .endsWith("y...)");
    }

    @Test
    void aMachineWithoutProcStillGivesAMessage() {
        assertThat(new PortHolder(proc.resolve("absent")).describe(Bind.parse("127.0.0.1:8080")))
                .isEqualTo("held by an unknown process");
    }
}
