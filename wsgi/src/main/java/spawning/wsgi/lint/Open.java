// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.concurrent.atomic.AtomicInteger;

/** How many bodies of an application wait to be closed. Any thread. */
final class Open {
    private final AtomicInteger count = new AtomicInteger();

    void opened() {
        count.incrementAndGet();
    }

    void closed() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }
}
