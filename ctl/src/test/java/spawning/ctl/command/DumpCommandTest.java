// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import spawning.ctl.SpawningCtl;

/** What becomes of the file of {@code --output}? */
@Timeout(60)
class DumpCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter shown = new StringWriter();
    private Path output = Path.of("");

    @BeforeEach
    void aFileIsThereAlready() throws IOException {
        output = Files.writeString(folder.resolve("output"), "mine");
    }

    /** The exit code of {@code dump} with these words, of a controller that answers this. */
    private int dump(String answer, String... words) throws IOException {
        Path socket = folder.resolve("control");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread.startVirtualThread(() -> answer(server, answer));
            CommandLine line = SpawningCtl.commandLine();
            line.setOut(new PrintWriter(shown));
            line.setErr(new PrintWriter(shown));
            String[] all = {"dump", "2", "--control", socket.toString(), "--output", output.toString()};
            String[] command = Arrays.copyOf(all, all.length + words.length);
            System.arraycopy(words, 0, command, all.length, words.length);
            return line.execute(command);
        }
    }

    private static void answer(ServerSocketChannel server, String answer) {
        try (SocketChannel client = server.accept()) {
            client.read(ByteBuffer.allocate(1000));
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // nobody asked
        }
    }

    @Test
    void aDumpThatIsRefusedLeavesTheFileAlone() throws IOException {
        assertThat(dump("end code=2 text=no\\sworker\n")).isEqualTo(2);
        assertThat(output).hasContent("mine");
    }

    @Test
    void threadsAreNotWrittenWhereAHeapWasAskedFor() throws IOException {
        assertThat(dump("data kind=threads text=stack\nend code=1 text=late\n", "--heap"))
                .isEqualTo(1);
        assertThat(output).hasContent("mine");
        assertThat(shown.toString()).contains("stack");
    }

    @Test
    void threadsThatWereAskedForAreWritten() throws IOException {
        assertThat(dump("data kind=threads text=stack\nend code=0 text=done\n")).isZero();
        assertThat(output).hasContent("stack");
    }

    @Test
    void aRecordingOfNoTimeIsNoQuestionForTheThreads() throws IOException {
        assertThat(dump("data kind=threads text=stack\nend code=0 text=done\n", "--jfr", "0"))
                .isEqualTo(2);
        assertThat(output).hasContent("mine");
    }
}
