// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import spawning.reloader.files.Inotify.Touched;

/** The thread that hands on what the kernel tells, and rests in between: a log beside the sources is written all the time. */
final class InotifyPump implements Runnable {
    private static final long REST_MILLIS = 10;

    private final WatchService service;
    private final Consumer<Touched> sink;

    InotifyPump(WatchService service, Consumer<Touched> sink) {
        this.service = service;
        this.sink = sink;
    }

    @Override
    public void run() {
        try {
            while (true) {
                for (WatchKey key = service.take(); key != null; key = service.poll()) {
                    sink.accept(new Touched(key, names(key)));
                }
                Thread.sleep(REST_MILLIS);
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // closed: this is how it ends
        }
    }

    /** Gathered before the key is reset, so that what comes after is told again. */
    private static List<@Nullable String> names(WatchKey key) {
        List<@Nullable String> names = new ArrayList<>();
        for (WatchEvent<?> event : key.pollEvents()) {
            names.add(event.context() instanceof Path name ? name.toString() : null);
        }
        if (!key.reset()) {
            names.add(null); // the folder is gone
        }
        return names;
    }
}
