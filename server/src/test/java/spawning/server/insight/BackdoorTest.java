// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.server.engine.Inside;

@Timeout(120)
class BackdoorTest {
    @TempDir
    Path folder;

    private final Backdoor backdoor =
            new Backdoor(() -> new Inside("the shop", "String", ClassLoader.getSystemClassLoader(), List.of()));
    private Path socket;

    @BeforeEach
    void openToNobodyElse() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        socket = folder.resolve("backdoor.sock");
    }

    @Test
    void itsClientGetsAShellAndNobodyAfterItDoes() throws IOException {
        assertThat(backdoor.open(socket.toString())).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        try (SocketChannel client = connect()) {
            client.write(ByteBuffer.wrap("application.length()\n/exit\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(rest(client)).contains("jshell> ", "$1 ==> 8");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aFolderThatOthersMayEnterIsRefused() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(backdoor.open(socket.toString())).contains("0700");
        assertThat(socket).doesNotExist();
    }

    @Test
    void whatCannotBeOpenedIsSaid() throws IOException {
        assertThat(backdoor.open(folder.resolve("x".repeat(120)).toString())).contains("107 bytes");
        Files.createFile(socket);
        assertThat(backdoor.open(socket.toString())).contains("there already");
        assertThat(socket).isEmptyFile();
        assertThat(backdoor.open(folder.resolve("none/a.sock").toString())).contains("cannot be opened");
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(socket));
        return client;
    }

    private static String rest(SocketChannel client) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (client.read(buffer) >= 0) {
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            buffer.clear();
        }
        return text.toString();
    }
}
