// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.time.Duration;
import java.util.stream.Stream;

/** The big numbers: whole with {@code -Dspawning.long=true}, a twentieth otherwise. */
public final class Scale {
    private static final boolean LONG = Boolean.getBoolean("spawning.long");
    private static final int FRACTION = 20;

    private Scale() {}

    /** The whole count in a long run, a twentieth of it, at least one, otherwise. */
    public static int of(int count) {
        return LONG ? count : Math.max(1, count / FRACTION);
    }

    /** One count for a long run, another otherwise. */
    public static int of(int whole, int usual) {
        return LONG ? whole : usual;
    }

    /** One duration for a long run, another otherwise. */
    public static Duration of(Duration whole, Duration usual) {
        return LONG ? whole : usual;
    }

    /** All of these in long runs, the first ones otherwise. */
    @SafeVarargs
    public static <T> Stream<T> first(int usual, T... all) {
        return Stream.of(all).limit(LONG ? all.length : usual);
    }
}
