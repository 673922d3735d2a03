// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OldObjectsTest {
    private static final int MEGABYTE = 1 << 20;

    private final OldObjects old = new OldObjects();
    private byte[] last = {};

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void whatWasMadeSinceTheLastCollectionIsNotInIt() {
        System.gc();
        long most = 0;
        for (int i = 0; i < 1000 && most < 4 * MEGABYTE; i++) {
            for (int j = 0; j < 256; j++) {
                last = new byte[1 << 10]; // small, for large ones are old at once
            }
            most = Math.max(most, used() - old.bytes());
        }
        assertThat(most).isGreaterThanOrEqualTo(4 * MEGABYTE);
        assertThat(last).hasSize(1 << 10);
    }

    @Test
    void whatSurvivedACollectionIs() {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < 8 * 1024; i++) {
            kept.add(new byte[1 << 10]);
        }
        System.gc();
        assertThat(old.bytes()).isGreaterThan(8 * MEGABYTE);
        assertThat(kept).hasSize(8 * 1024);
    }
}
