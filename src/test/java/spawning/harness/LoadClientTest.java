// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spawning.harness.Broken.How;
import spawning.harness.StandInServer.Manner;

class LoadClientTest {
    @Test
    void aRightServerGetsNoComplaint() throws IOException {
        Tally tally = load(Manner.RIGHT, 400);
        assertThat(tally.failures()).as("%s", tally).isEmpty();
        assertThat(tally.versions()).containsExactly("v1");
        assertThat(tally.pids()).containsExactly(812L);
    }

    @Test
    void aNoticeOfCloseIsHonoured() throws IOException {
        assertThat(load(Manner.CLOSES_WITH_NOTICE, 200).failures()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CLOSES_WITHOUT_NOTICE, NO_RESPONSE", "TRUNCATES, TRUNCATED", "RESETS, RESET", "ANSWERS_ANOTHER, WRONG"
    })
    void everyMisbehaviourIsCounted(Manner manner, How how) throws IOException {
        Tally tally = load(manner, 0);
        assertThat(tally.answered()).isZero();
        assertThat(tally.failures()).isNotEmpty().allMatch(failure -> failure.how() == how, how.toString());
    }

    @Test
    void aRefusedConnectionIsAFailureUnlessTheServiceIsBeingStopped() throws IOException {
        InetSocketAddress nobody;
        try (StandInServer server = new StandInServer(Manner.RIGHT)) {
            nobody = server.address();
        }
        try (LoadClient client = LoadClient.start(Load.mixedOn(nobody))) {
            awaitFailure(client);
            assertThat(client.stop().failures()).allMatch(failure -> failure.how() == How.NOT_CONNECTED);
        }
        try (LoadClient client = LoadClient.start(Load.mixedOn(nobody).untilRefused())) {
            client.awaitAllRefused(Await.SOON);
            assertThat(client.tally().failures()).isEmpty();
        }
    }

    private static Tally load(Manner manner, long count) throws IOException {
        try (StandInServer server = new StandInServer(manner);
                LoadClient client =
                        LoadClient.start(new Load(server.address(), 4, 2, 2, 0, Duration.ofMillis(1), false))) {
            if (count == 0) {
                awaitFailure(client);
            } else {
                client.awaitMore(count);
            }
            return client.stop();
        }
    }

    private static void awaitFailure(LoadClient client) {
        Await.until(
                "a failure is counted",
                Await.SOON,
                () -> !client.tally().failures().isEmpty());
    }
}
