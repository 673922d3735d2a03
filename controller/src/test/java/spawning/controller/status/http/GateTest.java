// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private final Gate local = Gate.on(InetAddress.ofLiteral("127.0.0.1"));
    private final Gate open = Gate.on(InetAddress.ofLiteral("0.0.0.0"));

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9090", "127.0.0.1:9090", "127.1.2.3", "[::1]:9090", "[::1]"})
    void onLoopbackItsOwnNamesAreLetIn(String host) {
        assertThat(local.refusal("GET", List.of(host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil", "", "::1"})
    void onLoopbackOtherNamesAreMisdirected(String host) {
        assertThat(local.refusal("GET", List.of(host)).map(Answer::status)).hasValue(421);
        assertThat(open.refusal("GET", List.of(host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "PATCH"})
    void nothingCanBeDone(String method) {
        Optional<Answer> refusal = open.refusal(method, List.of("localhost"));
        assertThat(refusal.map(Answer::status)).hasValue(405);
        assertThat(refusal.orElseThrow().headers()).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void twoHostsAreAMistakeAndNoneIsOfAnOldClient() {
        assertThat(local.refusal("GET", List.of("localhost", "localhost")).map(Answer::status))
                .hasValue(400);
        assertThat(local.refusal("HEAD", null)).isEmpty();
    }
}
