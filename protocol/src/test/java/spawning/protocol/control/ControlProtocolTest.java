// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What may be said on the control socket? */
class ControlProtocolTest {
    @Test
    void aRequestIsOneLineAndIsReadBackAsItWas() {
        ControlRequest request = ControlRequest.of("dump").with("slot", "2").with("note", "two lines\nand a = sign \\");
        assertThat(request.encode()).startsWith("dump ").contains("version=1").doesNotContain("\n");
        assertThat(ControlRequest.decode(request.encode())).isEqualTo(request);
    }

    @Test
    void everyReplyIsReadBackAsItWasHoweverLong() {
        String large = "a line with spaces\r\n".repeat(10_000);
        for (ControlReply reply : new ControlReply[] {
            new ControlReply.Progress("worker 1 is ready"),
            new ControlReply.Data("status", large),
            new ControlReply.End(Outcome.REFUSED, "generation 2 was rolled back"),
            new ControlReply.End(Outcome.DONE, "")
        }) {
            assertThat(reply.encode()).doesNotContain("\n").doesNotContain("\r");
            assertThat(ControlReply.decode(reply.encode())).isEqualTo(reply);
        }
    }

    @Test
    void anotherVersionIsRefusedWithTheOneThatIsSpoken() {
        assertThatThrownBy(() -> ControlRequest.decode("status version=2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("only version 1");
        assertThatThrownBy(() -> ControlRequest.decode("status")).hasMessageContaining("version none");
    }

    @Test
    void garbageIsRefusedWithoutRepeatingWhatATerminalObeys() {
        for (String garbage :
                new String[] {"", " ", "GET / HTTP/1.1", "\u001b[2J version=1", "status version", "x".repeat(60_000)}) {
            assertThatThrownBy(() -> ControlRequest.decode(garbage))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e ->
                            assertThat(e.getMessage()).doesNotContain("\u001b").hasSizeLessThan(200));
        }
    }

    @Test
    void aFlagIsSetOnlyByTrue() {
        ControlRequest request = new ControlRequest("stop", Map.of("wait", "true", "now", "1"));
        assertThat(request.flag("wait")).isTrue();
        assertThat(request.flag("now")).isFalse();
        assertThat(request.flag("other")).isFalse();
    }
}
