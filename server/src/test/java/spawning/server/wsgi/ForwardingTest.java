// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.protocol.TrustedProxies;

class ForwardingTest {
    private static final long SEED = 7239;
    private static final Forwarding FORWARDING =
            new Forwarding(TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48", "unix")));

    /** Header lines separated by a bar, with the Host {@code shop.example}. */
    private static Map<String, Object> environ(String lines) throws BadForwarding {
        RequestHead head = new RecordedExchange("GET", "/p", headers(lines)).head();
        return Environ.of(
                FORWARDING.apply(head),
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new FileBodies(),
                fromNow -> {},
                "",
                new ServerVariables(1, 1, true, false));
    }

    private static List<Map.Entry<String, String>> headers(String lines) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(List.of(Map.entry("Host", "shop.example")));
        for (String line : lines.split("\\|")) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // what X-Forwarded-For says
                "X-Forwarded-For: 203.0.113.1; 203.0.113.1; ``",
                "x-forwarded-for:203.0.113.1:4711; 203.0.113.1; 4711",
                "X-Forwarded-For: 2001:DB8:2::1; 2001:db8:2::1; ``",
                "X-Forwarded-For: [2001:db8:2::1]:4711; 2001:db8:2::1; 4711",
                "X-Forwarded-For: ::ffff:203.0.113.1; 203.0.113.1; ``",
                // what stands left of the first who is not trusted may be invented
                "X-Forwarded-For: 198.51.100.9, 203.0.113.1; 203.0.113.1; ``",
                "X-Forwarded-For: 127.0.0.1, 203.0.113.1, 10.0.0.2; 203.0.113.1; ``",
                "X-Forwarded-For: \"><script>, 203.0.113.1, 10.0.0.2, ::ffff:10.0.0.3; 203.0.113.1; ``",
                "X-Forwarded-For: 198.51.100.9 | X-Forwarded-For: 203.0.113.1; 203.0.113.1; ``",
                "X-Forwarded-For: 198.51.100.9, 203.0.113.1, unix:; 203.0.113.1; ``",
                "X-Forwarded-For: 203.0.113.1, 2001:db8:1::7; 203.0.113.1; ``",
                // all are trusted: the farthest
                "X-Forwarded-For: 10.0.0.5, 10.0.0.6; 10.0.0.5; ``",
                "X-Forwarded-For: 203.0.113.1,, ,; 203.0.113.1; ``",
                // a hidden client has no address, and nobody else's
                "X-Forwarded-For: 203.0.113.1, unknown; ``; ``",
                "X-Forwarded-For: 127.0.0.1, _hidden; ``; ``",
                // nothing is said of the client
                "X-Forwarded-For: ,; 192.0.2.1; 5000",
                "X-Forwarded-Proto: https; 192.0.2.1; 5000",
                "X-Real-IP: 203.0.113.1; 192.0.2.1; 5000",
                "X-Forwarded-By: 203.0.113.1; 192.0.2.1; 5000",
                "X_Forwarded_For: 203.0.113.1; 192.0.2.1; 5000",
                // what Forwarded says
                "Forwarded: for=203.0.113.1~proto=http; 203.0.113.1; ``",
                "forwarded: For=\"203.0.113.1:4711\"; 203.0.113.1; 4711",
                "Forwarded: for=\"[2001:db8:2::1]:4711\"~by=_secret; 2001:db8:2::1; 4711",
                "Forwarded: for=[2001:db8:2::1]; 2001:db8:2::1; ``",
                "Forwarded: for=\"203.0.113.1:_x\"; 203.0.113.1; ``",
                "Forwarded: for=\"203\\.0.113.1\"; 203.0.113.1; ``",
                "Forwarded: for=198.51.100.9, for=203.0.113.1 , for=10.0.0.1; 203.0.113.1; ``",
                "Forwarded: for=198.51.100.9 | Forwarded: for=203.0.113.1; 203.0.113.1; ``",
                "Forwarded: for=\"198.51.100.9, for=127.0.0.1\", for=203.0.113.1; 203.0.113.1; ``",
                "Forwarded: for=unknown, for=10.0.0.1; ``; ``",
                "Forwarded: for=127.0.0.1, for=_gazonk; ``; ``",
                // the chain ends at a proxy that does not say who came to it
                "Forwarded: for=203.0.113.1, proto=https, for=10.0.0.1; 10.0.0.1; ``",
                "Forwarded: for=203.0.113.1, proto=https; 192.0.2.1; 5000",
                // both, and they agree
                "Forwarded: for=203.0.113.1 | X-Forwarded-For: 198.51.100.9, 203.0.113.1; 203.0.113.1; ``",
            })
    void theClientIsTheFirstFromTheRightWhoIsNotTrusted(String lines, String address, String port) throws Exception {
        assertThat(environ(lines.replace('~', ';')))
                .containsEntry("REMOTE_ADDR", address)
                .containsEntry("REMOTE_PORT", port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "X-Forwarded-For: 203.0.113.1; http; shop.example; 192.0.2.2; 80",
                "X-Forwarded-Proto: https; https; shop.example; shop.example; 443",
                "X-Forwarded-Proto: WSS; https; shop.example; shop.example; 443",
                "X-Forwarded-Proto: http; http; shop.example; shop.example; 80",
                "X-Forwarded-Ssl: on; https; shop.example; shop.example; 443",
                "X-Forwarded-Ssl: off; http; shop.example; shop.example; 80",
                "X-Forwarded-Protocol: ssl; https; shop.example; shop.example; 443",
                "X-Forwarded-Proto: https | X-Forwarded-Ssl: on; https; shop.example; shop.example; 443",
                "X-Forwarded-Host: www.example; http; www.example; www.example; 80",
                "X-Forwarded-Host: www.example:8443; http; www.example:8443; www.example; 8443",
                "X-Forwarded-Host: [2001:db8::1]:81; http; [2001:db8::1]:81; [2001:db8::1]; 81",
                "X-Forwarded-Port: 8443; http; shop.example:8443; shop.example; 8443",
                "X-Forwarded-Port: 443 | X-Forwarded-Proto: https; https; shop.example; shop.example; 443",
                "X-Forwarded-Host: a:81 | X-Forwarded-Port: 82; http; a:81; a; 81",
                "X-Forwarded-Prefix: /evil; http; shop.example; 192.0.2.2; 80",
                // a client's own element, then the proxy's
                "X-Forwarded-Proto: https, http; http; shop.example; shop.example; 80",
                "X-Forwarded-Host: evil.example, www.example; http; www.example; www.example; 80",
                // two trusted proxies that append; two of which the second passes on what the first said
                "X-Forwarded-For: 203.0.113.1, 10.0.0.1 | X-Forwarded-Proto: https, http; https; shop.example;"
                        + " shop.example; 443",
                "X-Forwarded-For: 203.0.113.1, 10.0.0.1 | X-Forwarded-Proto: https; https; shop.example; shop.example;"
                        + " 443",
                "X-Forwarded-For: 9.9.9.9, 203.0.113.1 | X-Forwarded-Proto: https, http; http; shop.example;"
                        + " shop.example; 80",
                "Forwarded: proto=https; https; shop.example; shop.example; 443",
                "Forwarded: proto=https~host=\"www.example:444\"; https; www.example:444; www.example; 444",
                "Forwarded: for=203.0.113.1~proto=https~host=a.example, for=10.0.0.1~proto=http; https; a.example;"
                        + " a.example; 443",
                "Forwarded: for=9.9.9.9~proto=https~host=evil, for=203.0.113.1; http; shop.example; 192.0.2.2; 80",
                "Forwarded: host=A.example | X-Forwarded-Host: a.example; http; A.example; A.example; 80",
            })
    void schemeAndHostAreThoseOfTheClientsUrl(String lines, String scheme, String host, String name, String port)
            throws Exception {
        Map<String, Object> environ = environ(lines.replace('~', ';'));
        assertThat(environ)
                .containsEntry("wsgi.url_scheme", scheme)
                .containsEntry("HTTP_HOST", host)
                .containsEntry("SERVER_NAME", name)
                .containsEntry("SERVER_PORT", port)
                .containsEntry("SCRIPT_NAME", "")
                .containsEntry("PATH_INFO", "/p")
                .doesNotContainKey("HTTPS");
    }

    /** To go on as if nothing had been said would show the proxy, often 127.0.0.1, in the place of an attacker. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: nonsense",
                "X-Forwarded-For: 203.0.113.1 10.0.0.1",
                "X-Forwarded-For: 203.0.113.1:0",
                "X-Forwarded-For: 203.0.113.1:70000",
                "X-Forwarded-For: 203.0.113.999",
                "X-Forwarded-For: [203.0.113.1]",
                "X-Forwarded-For: [::1",
                "X-Forwarded-For: nonsense, 10.0.0.1",
                "X-Forwarded-For: localhost",
                "X-Forwarded-For: _",
                "X-Forwarded-Proto: gopher",
                "X-Forwarded-Proto: https://",
                "X-Forwarded-Ssl: maybe",
                "X-Forwarded-Proto: https | X-Forwarded-Ssl: off",
                "X-Forwarded-Proto: http | X-Forwarded-Protocol: ssl",
                "X-Forwarded-Host: a@b",
                "X-Forwarded-Host: a/b",
                "X-Forwarded-Host: a:b",
                "X-Forwarded-Host: [a]",
                "X-Forwarded-Port: 0",
                "X-Forwarded-Port: -1",
                "X-Forwarded-Port: 99999999999999999999",
                "Forwarded: for",
                "Forwarded: for=",
                "Forwarded: =203.0.113.1",
                "Forwarded: for=\"203.0.113.1",
                "Forwarded: for=\"203.0.113.1\\",
                "Forwarded: for=\"203.0.113.1\"x",
                "Forwarded: for=203.0.113.1 proto=https",
                "Forwarded: for=203.0.113.1;for=10.0.0.1",
                "Forwarded: for=203.0.113.1;FOR=10.0.0.1",
                "Forwarded: for=nonsense",
                "Forwarded: proto=gopher",
                "Forwarded: host=\"a b\"",
                "Forwarded: for=203.0.113.1, for=\"10.0.0.1",
                // a client's open quote cannot swallow what the proxy appends
                "Forwarded: for=127.0.0.1;x=\", for=\"203.0.113.1\"",
                "Forwarded: for=127.0.0.1;x=\" | Forwarded: for=203.0.113.1;y=\"\"",
                // both kinds, and they disagree: one is the client's own
                "Forwarded: for=198.51.100.9 | X-Forwarded-For: 203.0.113.1",
                "Forwarded: proto=https | X-Forwarded-For: 203.0.113.1",
                "Forwarded: for=203.0.113.1 | X-Forwarded-For: 203.0.113.1 | X-Forwarded-Proto: https",
                "Forwarded: for=203.0.113.1;host=a | X-Forwarded-Host: b",
                "Forwarded: for=203.0.113.1;proto=http | X-Forwarded-Proto: https",
                "Forwarded: , | X-Forwarded-For: 203.0.113.1",
            })
    void whatIsMalformedOrContradictoryIsRefused(String lines) {
        assertThatThrownBy(() -> environ(lines)).isInstanceOf(BadForwarding.class);
    }

    @Test
    void theHeadersStayToBeSeen() throws Exception {
        assertThat(environ("X-Forwarded-For: 203.0.113.1 | X-Forwarded-Prefix: /a | Forwarded: for=203.0.113.1"))
                .containsEntry("HTTP_X_FORWARDED_FOR", "203.0.113.1")
                .containsEntry("HTTP_X_FORWARDED_PREFIX", "/a")
                .containsEntry("HTTP_FORWARDED", "for=203.0.113.1");
    }

    @Test
    void anUnderscoreDoesNotPassForAHyphen() throws Exception {
        assertThat(environ("X_Forwarded_For: 127.0.0.1 | X-Forwarded_Proto: https | X-Forwarded-For: 203.0.113.1"))
                .containsEntry("HTTP_X_FORWARDED_FOR", "203.0.113.1")
                .containsEntry("REMOTE_ADDR", "203.0.113.1")
                .containsEntry("wsgi.url_scheme", "http")
                .doesNotContainKey("HTTP_X_FORWARDED_PROTO");
    }

    @Test
    void aRequestThatNobodyForwardedIsLeftAsItIs() throws Exception {
        RequestHead head = new RecordedExchange("GET", "/", headers("Accept: x")).head();
        assertThat(FORWARDING.apply(head)).isSameAs(head);
    }

    @Test
    void aPeerIsTrustedByItsAddressOrItsSocket() {
        assertThat(FORWARDING.trusts(new Endpoint("10.1.2.3", "1"), false)).isTrue();
        assertThat(FORWARDING.trusts(new Endpoint("192.0.2.1", "1"), false)).isFalse();
        assertThat(FORWARDING.trusts(Endpoint.NONE, true)).isTrue();
        // a peer over TCP that has left again has no address either, and is no unix socket
        assertThat(FORWARDING.trusts(Endpoint.NONE, false)).isFalse();
        assertThat(new Forwarding(TrustedProxies.of(List.of("*"))).trusts(Endpoint.NONE, false))
                .isTrue();
        assertThat(new Forwarding(TrustedProxies.of(List.of("10.0.0.0/8"))).trusts(Endpoint.NONE, true))
                .isFalse();
    }

    /** Whatever a client sends before it, the element of the proxy decides, or the request is refused. */
    @Test
    void noClientCanInventItsAddress() {
        Random random = new Random(SEED);
        String[] pieces = {
            "for=",
            "127.0.0.1",
            "10.0.0.1",
            "\"",
            "\\",
            ",",
            ";",
            "=",
            " ",
            "proto=https",
            "by=",
            "[::1]",
            "unknown",
            "_x",
            "host=evil",
            "x",
            ":80",
            "\t"
        };
        int believed = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder sent = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                sent.append(pieces[random.nextInt(pieces.length)]);
            }
            String header = random.nextBoolean() ? "Forwarded" : "X-Forwarded-For";
            String proxys = header.equals("Forwarded") ? "for=\"203.0.113.1\";proto=http" : "203.0.113.1";
            String between = random.nextBoolean() ? ", " : " | " + header + ": ";
            try {
                Map<String, Object> environ = environ(header + ": " + sent + between + proxys);
                assertThat(environ.get("REMOTE_ADDR")).as("%s", sent).isEqualTo("203.0.113.1");
                assertThat(environ.get("wsgi.url_scheme")).as("%s", sent).isEqualTo("http");
                assertThat(environ.get("HTTP_HOST")).as("%s", sent).isEqualTo("shop.example");
                believed++;
            } catch (BadForwarding refused) {
                assertThat(header).as("%s", sent).isEqualTo("Forwarded");
            }
        }
        assertThat(believed).isGreaterThan(50_000);
    }
}
