// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.controller.posix.Signal;

class SignalsTest {
    @Test
    @Timeout(60)
    void signalsArriveEvenIfTheyWereIgnoredAtTheStart() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process probe = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "trap '' HUP TTIN TTOU; exec \"$@\"",
                        "sh",
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SignalsProbe.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = probe.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ignored=true");
            assertThat(output.readLine()).isEqualTo("ready");
            for (ControllerSignal signal : new ControllerSignal[] {
                ControllerSignal.HUP,
                ControllerSignal.INT,
                ControllerSignal.USR1,
                ControllerSignal.TTIN,
                ControllerSignal.TTOU,
                ControllerSignal.HUP,
                ControllerSignal.TERM
            }) {
                new ProcessBuilder("kill", "-" + signal, "" + probe.pid())
                        .start()
                        .waitFor();
                assertThat(output.readLine()).isEqualTo(signal + " stop=false");
            }
            assertThat(probe.waitFor()).isZero();
        } finally {
            probe.destroyForcibly();
        }
    }

    @Test
    void ignoredSignalsAreReadFromTheMaskOfProc() {
        String status = "Name:\tjava\nSigBlk:\tffffffffffffffff\nSigIgn:\t0000000000000001\nSigCgt:\t0\n";
        assertThat(Signals.isIgnored(Signal.HUP, status)).isTrue();
        assertThat(Signals.isIgnored(Signal.INT, status)).isFalse();
        assertThat(Signals.isIgnored(Signal.SYS, "SigIgn:\tffffffff40000000\n")).isTrue();
        assertThat(Signals.isIgnored(Signal.HUP, "")).isFalse();
    }

    @Test
    void aHangupMeansStopOnlyWhenTheTerminalHasGone() {
        AtomicBoolean there = new AtomicBoolean(true);
        Terminal interactive = new Terminal(false, there::get);
        Terminal nohup = new Terminal(true, there::get);
        assertThat(interactive.hangupMeansStop()).isFalse();
        there.set(false);
        Terminal daemon = new Terminal(false, there::get);
        assertThat(interactive.hangupMeansStop()).isTrue();
        assertThat(nohup.hangupMeansStop()).isFalse();
        assertThat(daemon.hangupMeansStop()).isFalse();
    }
}
