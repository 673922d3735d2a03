// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestUrlTest {
    @Test
    void theUrlIsTheOneThatTheClientAskedFor() {
        assertThat(RequestUrl.of(Map.of(
                        "wsgi.url_scheme", "https",
                        "HTTP_HOST", "shop.example:8443",
                        "SERVER_NAME", "10.0.0.1",
                        "SERVER_PORT", "80",
                        "SCRIPT_NAME", "/a b",
                        "PATH_INFO", "/\u00c3\u00bc;v=1/100%",
                        "QUERY_STRING", "q=%20&r=/")))
                .isEqualTo("https://shop.example:8443/a%20b/%C3%BC;v=1/100%25?q=%20&r=/");
    }

    @Test
    void withoutAHostItIsTheServersName() {
        assertThat(RequestUrl.root(Map.of("wsgi.url_scheme", "http", "SERVER_NAME", "10.0.0.1", "SERVER_PORT", "8080")))
                .isEqualTo("http://10.0.0.1:8080");
        assertThat(RequestUrl.root(Map.of("wsgi.url_scheme", "http", "SERVER_NAME", "::1", "SERVER_PORT", "80")))
                .isEqualTo("http://[::1]");
        assertThat(RequestUrl.root(Map.of("wsgi.url_scheme", "https", "SERVER_NAME", "a", "SERVER_PORT", "443")))
                .isEqualTo("https://a");
    }

    @Test
    void thePathIsReadAsUtf8() {
        assertThat(RequestUrl.path(Map.of("PATH_INFO", "/caf\u00c3\u00a9"))).isEqualTo("/caf\u00e9");
        assertThat(RequestUrl.path(Map.of("PATH_INFO", "/caf\u00e9"))).isEqualTo("/caf\ufffd");
    }
}
