// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorsTest {
    private static final Visitors LOOPBACK = Visitors.of(List.of("127.0.0.0/8", "::1"));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,localhost:8080",
        "127.8.9.1,127.0.0.1:8080",
        "::1,[::1]:8080",
        "::1,[::1]",
        "127.0.0.1,LOCALHOST",
        "127.0.0.1,shop.localhost:80"
    })
    void clientsOfThisMachineMayAskThisMachine(String client, String host) {
        assertThat(LOOPBACK.refusal(from(client, host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop.example", "localhost.example", "", "10.0.0.1:8080", "[::2]", "127.0.0.1.example", "[", "]:"
            })
    void aRequestForAnotherHostIsAProxysOrThatOfAnotherSitesPage(String host) {
        assertThat(LOOPBACK.refusal(from("127.0.0.1", host))).contains("another host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "203.0.113.9", "2001:db8::1", "128.0.0.1"})
    void othersMayNot(String client) {
        assertThat(LOOPBACK.refusal(from(client, "localhost"))).contains(client);
    }

    @Test
    void whoseAddressIsNotKnownMayNotUnlessAllMay() {
        assertThat(LOOPBACK.refusal(from("", "localhost"))).contains("not known");
        assertThat(Visitors.of(List.of("0.0.0.0/0", "::/0")).refusal(from("", "localhost")))
                .contains("not known");
        assertThat(Visitors.of(List.of("all")).refusal(from("", "shop.example")))
                .isEmpty();
    }

    @Test
    void aNetworkThatIsNamedMayAskForAnyHost() {
        Visitors visitors = Visitors.of(List.of("10.0.0.0/8", "::1"));
        assertThat(visitors.refusal(from("10.1.2.3", "shop.example"))).isEmpty();
        assertThat(visitors.refusal(from("11.1.2.3", "shop.example"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "x-forwarded-proto", "Forwarded", "Via", "X-Real-IP"})
    void whatAProxyPassedOnWithoutBeingBelievedIsNotOfThisMachine(String header) {
        List<Map.Entry<String, String>> headers =
                List.of(Map.entry("Host", "localhost"), Map.entry(header, "127.0.0.1"));
        Asked untold = Asked.of("GET", "/_sysinfo", "", null, headers, "127.0.0.1", false);
        Asked told = Asked.of("GET", "/_sysinfo", "", null, headers, "127.0.0.1", true);
        assertThat(LOOPBACK.refusal(untold)).contains("proxy");
        assertThat(LOOPBACK.refusal(told)).isEmpty();
    }

    @Test
    void theTargetsAuthorityOverridesTheHostHeader() {
        List<Map.Entry<String, String>> headers = List.of(Map.entry("Host", "localhost"));
        assertThat(LOOPBACK.refusal(Asked.of("GET", "/", "", "shop.example", headers, "127.0.0.1", false)))
                .isNotEmpty();
    }

    private static Asked from(String client, String host) {
        return new Asked("GET", "/_sysinfo", "", host, client, false);
    }
}
