// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import spawning.wsgi.RequestUrl;

class EnvironTest {
    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Map<String, Object> environ(String method, String target, Map.Entry<String, String>... headers) {
        return environ(new RecordedExchange(method, target, List.of(headers)).head());
    }

    private static Map<String, Object> environ(RequestHead head) {
        return Environ.of(
                head,
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new FileBodies(),
                fromNow -> {},
                "7-1",
                new ServerVariables(3, 7, true, false));
    }

    @Test
    void hasTheVariablesOfPep3333() {
        Map<String, Object> environ = environ(
                "POST", "/a%20b/%FC?x=%20", Map.entry("Content-Type", "text/x"), Map.entry("Content-Length", "3"));
        environ.keySet()
                .removeAll(List.of("wsgi.input", "wsgi.errors", "wsgi.file_wrapper", "spawning.request_timeout"));
        assertThat(environ)
                .containsExactlyInAnyOrderEntriesOf(RecordedExchange.environ(
                        "REQUEST_METHOD", "POST",
                        "SCRIPT_NAME", "",
                        "PATH_INFO", "/a b/\u00fc",
                        "QUERY_STRING", "x=%20",
                        "REQUEST_URI", "/a%20b/%FC?x=%20",
                        "CONTENT_TYPE", "text/x",
                        "CONTENT_LENGTH", "3",
                        "SERVER_NAME", "192.0.2.2",
                        "SERVER_PORT", "80",
                        "SERVER_PROTOCOL", "HTTP/1.1",
                        "REMOTE_ADDR", "192.0.2.1",
                        "REMOTE_PORT", "5000",
                        "GATEWAY_INTERFACE", "CGI/1.1",
                        "wsgi.version", List.of(1, 0),
                        "wsgi.url_scheme", "http",
                        "wsgi.multithread", true,
                        "wsgi.multiprocess", false,
                        "wsgi.run_once", false,
                        "spawning.request_id", "7-1",
                        "spawning.slot", 3,
                        "spawning.generation", 7));
    }

    @Test
    void headersOfOneNameAreJoined() {
        Map<String, Object> environ = environ(
                "GET",
                "/",
                Map.entry("x-a", "1"),
                Map.entry("X-A", "2"),
                Map.entry("Cookie", "a=1"),
                Map.entry("cookie", "b=2"));
        assertThat(environ).containsEntry("HTTP_X_A", "1,2").containsEntry("HTTP_COOKIE", "a=1; b=2");
    }

    @Test
    void headersThatCouldPassForOthersAreLeftOut() {
        Map<String, Object> environ =
                environ("GET", "/", Map.entry("X_Forwarded_For", "1"), Map.entry("Proxy", "http://evil"));
        assertThat(environ).doesNotContainKeys("HTTP_X_FORWARDED_FOR", "HTTP_PROXY");
    }

    @Test
    void anAbsoluteTargetOverridesTheHost() {
        assertThat(environ("GET", "http://b:81/c?d", Map.entry("Host", "a")))
                .containsEntry("HTTP_HOST", "b:81")
                .containsEntry("PATH_INFO", "/c")
                .containsEntry("QUERY_STRING", "d");
    }

    @Test
    void anIpv6AddressIsInBracketsAsTheServersNameOnly() {
        Endpoint end = Endpoint.of(new InetSocketAddress(InetAddress.ofLiteral("2001:db8:0:0:0:0:0:1"), 5));
        RequestHead head = new RecordedExchange("GET", "/", List.of()).head();
        Map<String, Object> environ = environ(new RequestHead(
                head.method(), head.target(), head.parts(), head.protocol(), head.headers(), "http", end, end));
        assertThat(environ)
                .containsEntry("SERVER_NAME", "[2001:db8::1]")
                .containsEntry("SERVER_PORT", "5")
                .containsEntry("REMOTE_ADDR", "2001:db8::1");
        assertThat(RequestUrl.of(environ)).isEqualTo("http://[2001:db8::1]:5/");
    }

    @Test
    void addressesAreShownAsTheirUsersKnowThem() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 10;
        mapped[15] = 1;
        InetAddress address = java.net.Inet6Address.getByAddress(null, mapped, 0);
        assertThat(Endpoint.of(new InetSocketAddress(address, 5)).host()).isEqualTo("10.0.0.1");
        assertThat(Endpoint.of(new InetSocketAddress(InetAddress.ofLiteral("::1"), 5))
                        .host())
                .isEqualTo("::1");
        assertThat(Endpoint.of(null)).isEqualTo(Endpoint.NONE);
    }
}
