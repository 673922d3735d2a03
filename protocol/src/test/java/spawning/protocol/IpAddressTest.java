// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IpAddressTest {
    @Test
    void theSameAddressIsEqualHoweverItWasWritten() {
        assertThat(IpAddress.parse("::ffff:10.1.2.3"))
                .isEqualTo(IpAddress.parse("10.1.2.3"))
                .hasSameHashCodeAs(IpAddress.parse("10.1.2.3"));
        assertThat(IpAddress.parse("2001:db8:0::1")).isEqualTo(IpAddress.parse("2001:db8::1"));
    }

    @Test
    void addressesThatDifferInEitherHalfAreNotEqual() {
        assertThat(IpAddress.parse("2001:db8::1"))
                .isNotEqualTo(IpAddress.parse("2001:db8::2"))
                .isNotEqualTo(IpAddress.parse("2001:db9::1"))
                .isNotEqualTo("2001:db8::1");
    }
}
