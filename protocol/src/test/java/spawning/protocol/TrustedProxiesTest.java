// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final long SEED = 20_261_122;

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::ffff:a01:203, true",
        "10.0.0.0/8, a00::, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::5:0/112, 2001:db8::5:9, true",
        "2001:db8::5:0/112, 2001:db8::6:9, false",
        "2001:DB8::/64, 2001:db8:0:0:1::, true",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::1, 0:0:0:0:0:0:0:1, true",
        "*, 2001:db8::1, true",
        "unix, 127.0.0.1, false",
    })
    void aNetworkHoldsItsAddressesHoweverTheyAreWritten(String network, String address, boolean trusted) {
        TrustedProxies proxies = TrustedProxies.of(List.of(network));
        assertThat(proxies.trusts(Objects.requireNonNull(IpAddress.parse(address))))
                .isEqualTo(trusted);
    }

    @Test
    void unixSocketsAreTrustedOnlyWhenSaidSo() {
        assertThat(TrustedProxies.of(List.of("unix")).trustsUnix()).isTrue();
        assertThat(TrustedProxies.of(List.of("*")).trustsUnix()).isTrue();
        assertThat(TrustedProxies.of(List.of("127.0.0.1", "0.0.0.0/0")).trustsUnix())
                .isFalse();
        assertThat(TrustedProxies.of(List.of()).trustsUnix()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, write the network 10.0.0.0/8 or the address 10.0.0.1",
        "10.0.0.0/33, 'a prefix of \"33\"; give a number from 0 to 32'",
        "10.0.0.0/-1, 'give a number from 0 to 32'",
        "10.0.0.0/, 'a prefix of \"\"'",
        "10.0.0.0/255.0.0.0, 'give a number from 0 to 32'",
        "2001:db8::1/64, 'write the network 2001:db8::/64'",
        "2001:db8::/129, 'give a number from 0 to 128'",
        "localhost, names are not looked up",
        "proxy.example/24, names are not looked up",
        "Unix, names are not looked up",
        "fe80::1%eth0, names are not looked up",
    })
    void whatIsNoNetworkIsRefusedWithWhatIsRight(String text, String said) {
        assertThatThrownBy(() -> TrustedProxies.check(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1..2.3",
                "+1.2.3.4",
                "0x1.2.3.4",
                "١.2.3.4",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "::12345",
                "g::",
                "1:2:3:4:5:6:7::8",
                "::1.2.3",
                "1.2.3.4::",
                "[::1]",
                "1:",
                ":1",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1%1",
                "2130706433",
                "127.1"
            })
    void whatIsNoAddressInItsUsualFormIsNone(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void everyAddressIsReadAsTheJdkWritesIt() throws UnknownHostException {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            InetAddress address = InetAddress.getByAddress(bytes);
            IpAddress read = Objects.requireNonNull(IpAddress.parse(address.getHostAddress()));
            assertThat(read.v4()).isEqualTo(bytes.length == 4);
            String shown = read.toString();
            assertThat(IpAddress.parse(shown)).as(shown).isEqualTo(read);
            assertThat(InetAddress.ofLiteral(shown)).isEqualTo(address);
            assertThat((int) read.low()).isEqualTo(ByteBuffer.wrap(bytes).getInt(bytes.length - 4));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0db8::0001, 2001:db8::1",
        "fe80:0:0:0:0:0:0:0, fe80::",
        "::ffff:192.0.2.1, 192.0.2.1",
        "192.0.2.1, 192.0.2.1"
    })
    void anAddressHasOneFormAndThatIsTheOneOfRfc5952(String text, String shown) {
        assertThat(IpAddress.parse(text)).hasToString(shown);
    }

    @Test
    void nonsenseOfAnyKindIsReadOrRefusedAndNothingElse() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append("0123:.:/.fF[%*".charAt(random.nextInt(14)));
            }
            assertThatCode(() -> {
                        IpAddress read = IpAddress.parse(text.toString());
                        if (read != null) {
                            assertThat(IpAddress.parse(read.toString())).isEqualTo(read);
                        }
                    })
                    .as("%s", text)
                    .doesNotThrowAnyException();
        }
    }
}
