// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.generation.Digest;

/**
 * What the content of jars is that nobody has copied: those of the installation. Each is read again only when it is another
 * file than before, by the kernel's word: nobody can set the time of a change of status. Any thread.
 */
public final class JarDigests {
    private static final Logger log = LoggerFactory.getLogger(JarDigests.class);
    private static final String STAMP = "unix:dev,ino,size,lastModifiedTime,ctime";

    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** Begins to read these, on a thread of its own. */
    public void foresee(List<Path> jars) {
        Thread.ofPlatform().name("jar-digests").daemon().start(() -> {
            try {
                for (Path jar : jars) {
                    of(jar);
                }
            } catch (IOException e) {
                log.debug("{}, as whoever needs it will see", e.toString());
            }
        });
    }

    /** SHA-256 of a jar's content. Blocks while it is read, by others, too. @throws IOException it cannot be read */
    public String of(Path jar) throws IOException {
        synchronized (known) {
            String key = jar + " " + Files.readAttributes(jar, STAMP);
            String digest = known.get(key);
            if (digest == null) {
                digest = Digest.of(jar);
                known.put(key, digest);
            }
            return digest;
        }
    }
}
