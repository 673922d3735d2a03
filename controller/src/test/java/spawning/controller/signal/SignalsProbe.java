// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.signal;

import java.util.OptionalLong;
import spawning.controller.time.Mailbox;
import spawning.controller.time.MonotonicClock;

/** A process for {@link SignalsTest}: says what it found, then each signal it gets, and ends with TERM. */
final class SignalsProbe {
    private SignalsProbe() {}

    public static void main(String[] args) throws Exception {
        Mailbox<ControllerSignal> mailbox = new Mailbox<>(MonotonicClock.SYSTEM);
        Terminal terminal = Terminal.atStart();
        System.out.println("ignored=" + Signals.isHangupIgnored());
        Signals.install(mailbox::post);
        ControllerSignal signal = null;
        System.out.println("ready");
        while (signal != ControllerSignal.TERM) {
            signal = mailbox.next(OptionalLong.empty());
            System.out.println(signal + " stop=" + terminal.hangupMeansStop());
        }
    }
}
