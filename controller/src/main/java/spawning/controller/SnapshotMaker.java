// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.config.ControllerConfig;
import spawning.controller.generation.OwnFiles;
import spawning.controller.generation.Preparation;
import spawning.controller.generation.PreparationFailed;
import spawning.controller.generation.PreparationRequest;
import spawning.controller.generation.PreparerCommandLine;
import spawning.controller.generation.ResidentPreparer;
import spawning.controller.generation.Snapshot;
import spawning.controller.posix.StateFolder;
import spawning.controller.reloading.Reloader;
import spawning.controller.reloading.WatchLists;

/** Has snapshots of the code made by the preparer, and the reloader watch what they were made from. Used by one thread. */
final class SnapshotMaker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotMaker.class);

    private final Installation installation;
    private final Reloader reloader;
    private final OwnFiles ownFiles;
    private final WatchLists watchLists;
    private final PreparerCommandLine preparer;
    private final ResidentPreparer resident;

    SnapshotMaker(Installation installation, StateFolder state, Reloader reloader) {
        this.installation = installation;
        this.reloader = reloader;
        this.preparer = installation.preparer();
        this.resident = new ResidentPreparer(preparer);
        this.ownFiles = OwnFiles.ofThisProcess(state.path());
        this.watchLists = new WatchLists(ownFiles, installation.home());
    }

    /**
     * Whatever comes of it, the reloader watches what it was, or would have been, made from. Unless it is broken off: then
     * another one begins, and to watch something else until then would make the change that began it a new one.
     *
     * @param newest the folder of the generation before, whose unchanged jars are taken over
     */
    Snapshot make(ControllerConfig config, Path folder, Optional<Path> newest) throws PreparationFailed {
        Instant since = Instant.now();
        Optional<Snapshot> made = Optional.empty();
        try {
            Snapshot snapshot = makeUnwatched(config, folder, newest);
            made = Optional.of(snapshot);
            return snapshot;
        } finally {
            if (Thread.currentThread().isInterrupted()) {
                log.debug("what is watched stays what it is");
            } else if (config.reloading().wanted()) {
                reloader.watch(watchLists.of(config, made, since));
            } else {
                reloader.rest();
            }
        }
    }

    /** The same, and what is watched stays what it is. */
    Snapshot makeUnwatched(ControllerConfig config, Path folder, Optional<Path> newest) throws PreparationFailed {
        PreparationRequest request = PreparationRequest.of(
                config, folder, newest, installation.contracts(config.code().web()), ownFiles.all(config));
        return preparation(config, request).run();
    }

    private Preparation preparation(ControllerConfig config, PreparationRequest request) {
        if (config.reloading().developing()) {
            return new Preparation(request, preparer, resident);
        }
        resident.close();
        return new Preparation(request, preparer);
    }

    /** Breaks off what the preparer does. Any thread. */
    @Override
    public void close() {
        resident.close();
    }
}
