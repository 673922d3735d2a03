// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers beside a generation's settings which failures its workers have logged, so that a boot that fails five times is
 * one stack trace and not five.
 */
final class FailureRecord {
    private static final Logger log = LoggerFactory.getLogger(FailureRecord.class);

    private FailureRecord() {}

    /** Whether no worker of the generation failed in this way before; where that cannot be known, it is new. */
    static boolean isNew(Path settings, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return isNew(settings, trace.toString());
    }

    /** The same of a failure that has no trace. */
    static boolean isNew(Path settings, String failure) {
        UUID name = UUID.nameUUIDFromBytes(failure.getBytes(StandardCharsets.UTF_8));
        try {
            Files.createFile(settings.resolveSibling("failure-" + name));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            log.debug("cannot remember a failure beside {}", settings, e);
            return true;
        }
    }
}
