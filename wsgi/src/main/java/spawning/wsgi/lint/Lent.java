// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.zip.CRC32C;

/** An array that the caller may read and not change. */
final class Lent {
    private final byte[] bytes;
    private final long sum;

    Lent(byte[] bytes) {
        this.bytes = bytes;
        this.sum = sumOf(bytes);
    }

    void requireUnchanged(Call call) {
        call.require(
                sumOf(bytes) == sum, Rule.ELEMENT_CHANGED, "other contents in an array of " + bytes.length + " bytes");
    }

    private static long sumOf(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }
}
