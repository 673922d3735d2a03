// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingOptionsTest {
    @Test
    void aTrainingWritesNoLogFileOfAWorker() {
        assertThat(TrainingOptions.of(
                        List.of("-Xlog:gc*:file=gc.log:time", "-Xlog:gc:gc.log", "-Xloggc:gc.log", "-Xmx1g"), 3))
                .containsExactly("-Xmx1g");
    }

    @Test
    void whatItSaysItStillSays() {
        List<String> options =
                List.of("-Xlog:disable", "-Xlog:all=warning:stderr:uptime", "-Xlog:gc", "-Xlog:gc:stdout");

        assertThat(TrainingOptions.of(options, 3)).isEqualTo(options);
    }

    @Test
    void itTakesNoPortFromAWorker() {
        assertThat(TrainingOptions.of(
                        List.of(
                                "-Dcom.sun.management.jmxremote.port=9010",
                                "-Dcom.sun.management.jmxremote.rmi.port=901{slot}"),
                        3))
                .containsExactly("-Dcom.sun.management.jmxremote.port=0", "-Dcom.sun.management.jmxremote.rmi.port=0");
    }

    @Test
    void itsSlotIsOneThatNoWorkerHas() {
        assertThat(TrainingOptions.of(List.of("-Da={slot}-{generation}"), 3)).containsExactly("-Da=0-3");
    }
}
