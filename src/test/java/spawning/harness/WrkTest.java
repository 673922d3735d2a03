// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import spawning.harness.StandInServer.Manner;

class WrkTest {
    @Test
    void itsReportIsRead() throws IOException {
        assertThat(report(Manner.RIGHT))
                .matches(report -> report.requests() > 0, "has requests")
                .matches(report -> report.socketErrors() + report.otherStatus() == 0, "has no errors");
        assertThat(report(Manner.CLOSES_WITH_NOTICE).socketErrors()).isZero();
        assertThat(report(Manner.CLOSES_WITHOUT_NOTICE).socketErrors()).isPositive();
    }

    private static Wrk.Report report(Manner manner) throws IOException {
        try (StandInServer server = new StandInServer(manner);
                Wrk wrk = Wrk.start(2, "http://127.0.0.1:" + server.address().getPort() + "/echo?n=1")) {
            try (LoadClient client = LoadClient.start(Load.mixedOn(server.address()))) {
                Await.until("some load has run beside it", Await.SOON, () -> {
                    Tally tally = client.tally();
                    return tally.answered() + tally.failures().size() > 100;
                });
            }
            return wrk.stop();
        }
    }
}
