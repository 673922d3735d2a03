// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values as the document has them. */
final class Json {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    private Json() {}

    /** ISO-8601 in UTC, with milliseconds. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    /** Seconds, to the microsecond. */
    static double seconds(long nanos) {
        return rounded(nanos / NANOS);
    }

    static double seconds(Duration time) {
        return seconds(time.toNanos());
    }

    /** Fewer digits. */
    static double rounded(double number) {
        return Math.round(number * MICROS) / MICROS;
    }

    /** The name of a constant as the document has it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Null where it is empty. */
    static JsonElement orNull(String text) {
        return text.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(text);
    }

    static JsonElement orNull(OptionalLong number) {
        return number.isPresent() ? new JsonPrimitive(number.getAsLong()) : JsonNull.INSTANCE;
    }

    static JsonElement orNull(OptionalDouble number) {
        return number.isPresent() ? new JsonPrimitive(rounded(number.getAsDouble())) : JsonNull.INSTANCE;
    }

    /** One number of each; null where there is none. */
    static <T> JsonArray numbers(List<T> all, Function<T, @Nullable Number> number) {
        JsonArray array = new JsonArray(all.size());
        for (T one : all) {
            Number found = number.apply(one);
            if (found == null) {
                array.add(JsonNull.INSTANCE);
            } else {
                array.add(
                        found instanceof Double fraction
                                ? new JsonPrimitive(rounded(fraction))
                                : new JsonPrimitive(found));
            }
        }
        return array;
    }
}
