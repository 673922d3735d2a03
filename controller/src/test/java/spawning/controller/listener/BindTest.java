// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindTest {
    @Test
    void everyFormIsUnderstood() {
        assertThat(Bind.parse("shop.example:80")).isEqualTo(new Bind.Tcp("shop.example", 80));
        assertThat(Bind.parse("127.0.0.1:0")).isEqualTo(new Bind.Tcp("127.0.0.1", 0));
        assertThat(Bind.parse("[::1]:8080")).isEqualTo(new Bind.Tcp("::1", 8080));
        assertThat(Bind.parse("[fe80::1%eth0]:8080")).isEqualTo(new Bind.Tcp("fe80::1%eth0", 8080));
        assertThat(Bind.parse("*:65535")).isEqualTo(new Bind.Tcp("0.0.0.0", 65_535));
        assertThat(Bind.parse(":8080")).isEqualTo(new Bind.Tcp("0.0.0.0", 8080));
        assertThat(Bind.parse("unix:/run/a b.sock"))
                .isEqualTo(new Bind.Unix(Path.of("/run/a b.sock"), OptionalInt.empty()));
        assertThat(Bind.parse("unix:/run/a?mode=0660"))
                .isEqualTo(new Bind.Unix(Path.of("/run/a"), OptionalInt.of(0660)));
        assertThat(Bind.parse("fd://3")).isEqualTo(new Bind.Inherited(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "[::1]:8080", "unix:/run/a", "unix:/run/a?mode=0600", "fd://3"})
    void aBindIsShownAsItIsWritten(String text) {
        assertThat(Bind.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8080",
                "host",
                "host:",
                "host:-1",
                "::1:8080",
                "[::1]",
                "[x]:1",
                "a b:80",
                "unix:",
                "unix:run/a",
                "unix:/a?mode=9",
                "unix:/a?mode=rw",
                "unix:/a?owner=me",
                "fd:3",
                "fd://",
                "fd://-1",
                "http://host:80"
            })
    void aMalformedBindIsQuotedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Bind.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("unix:/path?mode=0660");
    }

    @Test
    void numbersOutOfRangeAreToldWithTheRange() {
        assertThatThrownBy(() -> Bind.parse("host:65536")).hasMessageContaining("0 to 65535");
        assertThatThrownBy(() -> Bind.parse("unix:/a?mode=1777")).hasMessageContaining("0000 to 0777");
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fe80:0:0:0:0:0:0:1, fe80::1",
        "fe80:0:0:0:0:0:0:0, fe80::"
    })
    void anIpv6AddressIsShownAsPeopleWriteIt(String address, String shown) throws UnknownHostException {
        assertThat(Ipv6Text.of((Inet6Address) InetAddress.getByName(address))).isEqualTo(shown);
    }
}
