// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DebugPortsTest {
    private final Set<Integer> foreign = new HashSet<>();
    private final DebugPorts ports = new DebugPorts(port -> !foreign.contains(port));

    @Test
    void eachLivingWorkerHasAPortOfItsOwn() throws IOException {
        foreign.add(5006);
        assertThat(ports.take(1, 5005)).isEqualTo(5005);
        assertThat(ports.take(2, 5005)).isEqualTo(5007);
        ports.reaped(1);
        assertThat(ports.take(3, 5005)).isEqualTo(5005);
        assertThat(ports.take(4, 5005)).isEqualTo(5008);
    }

    @Test
    void withNoPortLeftItSaysWhichAndWhatToDo() {
        for (int port = 5005; port < 5015; port++) {
            foreign.add(port);
        }
        assertThatThrownBy(() -> ports.take(1, 5005))
                .isInstanceOf(IOException.class)
                .hasMessage("no port from 5005 to 5014 of 127.0.0.1 is free for a debugger; end what listens there, or"
                        + " name another first port with --debug=PORT");
        assertThatThrownBy(() -> new DebugPorts(port -> false).take(1, 65_530)).hasMessageContaining("65530 to 65535");
    }
}
