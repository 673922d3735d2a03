// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MessageLineTest {
    static final List<ControllerMessage> TO_WORKER = List.of(
            new ControllerMessage.Accept(),
            new ControllerMessage.Drain(Duration.ofSeconds(120), true),
            new ControllerMessage.Drain(Duration.ZERO, false),
            new ControllerMessage.Dump("", false, false),
            new ControllerMessage.Dump("/var/lib/a b", true, false),
            new ControllerMessage.ReopenLogs("", "/var/log/a b.log"));

    static final List<WorkerMessage> FROM_WORKER = List.of(
            new WorkerMessage.Ready(),
            new WorkerMessage.Retiring("asked by SIGTERM"),
            new WorkerMessage.Stuck("GET /a since 3 s"),
            new WorkerMessage.Dumped(),
            new WorkerMessage.Drained(),
            new WorkerMessage.LogsReopened(""),
            new WorkerMessage.LogsReopened("/var/log/a b: no space"),
            new WorkerMessage.Failed("a=b\\n\n\r tab\t ümlaut \\"),
            new WorkerMessage.Failed(""));

    @ParameterizedTest
    @FieldSource("TO_WORKER")
    void aMessageToAWorkerComesOutAsItWentIn(ControllerMessage message) {
        assertThat(ControllerMessage.decode(message.encode())).isEqualTo(message);
    }

    @ParameterizedTest
    @FieldSource("FROM_WORKER")
    void aMessageFromAWorkerComesOutAsItWentIn(WorkerMessage message) {
        assertThat(message.encode()).doesNotContain("\n");
        assertThat(WorkerMessage.decode(message.encode())).isEqualTo(message);
    }

    @Test
    void aLongValueIsCutToFitOneAtomicPipeWrite() {
        String line = new WorkerMessage.Failed("\\€".repeat(10_000)).encode() + "\n";
        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(MessageLine.MAX_BYTES);
        assertThat(WorkerMessage.decode(line.strip())).isInstanceOf(WorkerMessage.Failed.class);
    }

    @Test
    void garbageIsRefusedWithItsText() {
        assertThatThrownBy(() -> WorkerMessage.decode("rubbish")).hasMessageContaining("rubbish");
        assertThatThrownBy(() -> WorkerMessage.decode("failed oops")).hasMessageContaining("oops");
        assertThatThrownBy(() -> WorkerMessage.decode("failed")).hasMessageContaining("what");
        assertThatThrownBy(() -> ControllerMessage.decode("drain last=true limit-ms=soon"))
                .hasMessageContaining("soon");
    }

    @Test
    void linesAreCutWhereverThePipeCutsThem() {
        byte[] bytes = "ready\nretiring reason=x\n\ndrained\n".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            LineBuffer buffer = new LineBuffer();
            List<String> lines = new ArrayList<>(buffer.add(ByteBuffer.wrap(bytes, 0, cut)));
            lines.addAll(buffer.add(ByteBuffer.wrap(bytes, cut, bytes.length - cut)));
            assertThat(lines).containsExactly("ready", "retiring reason=x", "", "drained");
        }
    }

    @Test
    void anEndlessLineIsDroppedAndTheNextOneIsRead() {
        LineBuffer buffer = new LineBuffer();
        byte[] endless = "x".repeat(MessageLine.MAX_BYTES * 3).getBytes(StandardCharsets.UTF_8);
        assertThat(buffer.add(ByteBuffer.wrap(endless))).isEmpty();
        assertThat(buffer.add(ByteBuffer.wrap("\nready\n".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("ready");
    }
}
