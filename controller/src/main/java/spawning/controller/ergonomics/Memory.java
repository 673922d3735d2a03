// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

/**
 * How much memory there is for all processes together.
 *
 * @param bytes more than 0; {@link Long#MAX_VALUE} where nothing is known
 * @param source what says so, for people
 */
public record Memory(long bytes, String source) {
    /** Where nothing can be read. */
    static final Memory UNKNOWN = new Memory(Long.MAX_VALUE, "nothing that could be read");

    Memory least(Memory other) {
        return other.bytes < bytes ? other : this;
    }
}
