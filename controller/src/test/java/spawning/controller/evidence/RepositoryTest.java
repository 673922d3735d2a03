// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
    private static final int STATE = 64;
    private static final int SIZE = 8;
    private static final int START = 32;

    @TempDir
    private Path base;

    private Path chunk(String name) throws IOException {
        Path folder = Files.createDirectories(base.resolve("2026_01_02_03_04_05_17"));
        try (Recording recording = new Recording()) {
            recording.enable("jdk.JVMInformation");
            recording.start();
            recording.stop();
            recording.dump(folder.resolve(name));
        }
        return folder.resolve(name);
    }

    /** As it is when the JVM was killed: marked as being written, and with more behind the last flush. */
    private static void cut(Path chunk) throws IOException {
        byte[] bytes = Files.readAllBytes(chunk);
        bytes[STATE] = 3;
        Files.write(chunk, ByteBuffer.allocate(bytes.length + 100).put(bytes).array());
    }

    @Test
    void whatAKilledJvmRecordedCanBeRead() throws IOException {
        cut(chunk("1.jfr"));
        Path recording = base.resolve("recording.jfr");
        assertThat(new Repository(base).assemble(17, recording)).isTrue();
        assertThat(RecordingFile.readAllEvents(recording))
                .extracting(event -> event.getEventType().getName())
                .contains("jdk.JVMInformation");
    }

    @Test
    void chunksFollowEachOtherByTheirTime() throws IOException {
        Path last = chunk("9.jfr");
        byte[] bytes = Files.readAllBytes(last);
        long start = ByteBuffer.wrap(bytes).getLong(START);
        for (int earlier : new int[] {2, 4, 1, 5, 3}) {
            ByteBuffer.wrap(bytes).putLong(START, start - earlier);
            Files.write(last.resolveSibling(earlier + ".jfr"), bytes);
        }
        Path recording = base.resolve("recording.jfr");
        assertThat(new Repository(base).assemble(17, recording)).isTrue();
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(recording));
        assertThat(all.remaining()).isEqualTo(6 * bytes.length);
        for (int i = 0; i < 6; i++) {
            assertThat(all.getLong(i * bytes.length + START)).isEqualTo(start - 5 + i);
        }
    }

    @Test
    void ofWhatIsNotWholeNothingIsTaken() throws IOException {
        Path chunk = chunk("1.jfr");
        byte[] bytes = Files.readAllBytes(chunk);
        ByteBuffer.wrap(bytes).putLong(SIZE, bytes.length + 1L);
        Files.write(chunk, bytes);
        Files.writeString(chunk.resolveSibling("empty.jfr"), "");
        Files.writeString(chunk.resolveSibling("other.jfr"), "x".repeat(100));
        assertThat(new Repository(base).assemble(17, base.resolve("recording.jfr")))
                .isFalse();
        assertThat(base.resolve("recording.jfr")).doesNotExist();
    }

    @Test
    void otherProcessesAreLeftAlone() throws IOException {
        Path chunk = chunk("1.jfr");
        Repository repository = new Repository(base);
        assertThat(repository.assemble(7, base.resolve("recording.jfr"))).isFalse();
        repository.remove(7);
        assertThat(chunk).exists();
        repository.remove(17);
        assertThat(chunk.getParent()).doesNotExist();
        assertThat(base).exists();
    }

    @Test
    void withoutRecordingsThereIsNothing() throws IOException {
        Repository none = new Repository(base.resolve("none"));
        assertThat(none.assemble(17, base.resolve("recording.jfr"))).isFalse();
        none.remove(17);
    }
}
