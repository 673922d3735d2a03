// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that the application has not answered yet, as a dump shows it.
 *
 * @param line method and path, without the query, which may hold secrets
 * @param id of the request; empty when it has none
 * @param age since its head was complete
 * @param thread that runs it; null while none does
 * @param begun whether the application has seen it: without a thread it is asynchronous, and otherwise waits for one
 */
public record RequestUnderWay(
        String line, String id, Duration age, @Nullable Thread thread, boolean begun) {}
