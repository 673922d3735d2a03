// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Do the logs outlive an application that closes what it does not own? */
class StandardStreamsTest {
    @Test
    void aStreamThatIsClosedGoesOnWriting() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var written = new ByteArrayOutputStream();
        var failed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(failed, true, StandardCharsets.ISO_8859_1));
            StandardStreams.keepOpen();
            System.out.close();
            System.err.close();
            System.out.print("grün");
            System.err.println("grün");
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("grün");
        assertThat(failed.toString(StandardCharsets.ISO_8859_1)).isEqualTo("grün\n");
    }
}
