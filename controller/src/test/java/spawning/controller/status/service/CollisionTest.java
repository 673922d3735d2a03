// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import spawning.controller.listener.Bind;

class CollisionTest {
    private static boolean collides(String status, String... binds) {
        return Collision.with((Bind.Tcp) Bind.parse(status), List.of(binds));
    }

    @Test
    void theSameAddressIsFoundWhateverItsName() {
        assertThat(collides("127.0.0.1:80", "127.0.0.1:80")).isTrue();
        assertThat(collides("127.0.0.1:80", "unix:/a", "localhost:80")).isTrue();
        assertThat(collides("127.0.0.1:80", "0.0.0.0:80")).isTrue();
        assertThat(collides("0.0.0.0:80", "127.0.0.1:80")).isTrue();
    }

    @Test
    void otherAddressesAndPortsAreNone() {
        assertThat(collides("127.0.0.1:80", "127.0.0.1:81", "127.0.0.2:80", "unix:/a", "fd://3"))
                .isFalse();
        assertThat(collides("127.0.0.1:80", "[::1]:80")).isFalse();
    }
}
