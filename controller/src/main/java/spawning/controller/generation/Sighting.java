// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import spawning.protocol.FileStamp;

/**
 * What an origin looked like at some moment.
 *
 * @param stamps of its files, by name within it
 * @param at when the look at it began
 */
record Sighting(Origin origin, SortedMap<String, FileStamp> stamps, Instant at) {
    /** @throws IOException it, or something in it, cannot be read */
    static Sighting of(Origin origin, Instant now) throws IOException {
        return new Sighting(origin, origin.stamps(), now);
    }

    /** The first file that is new, gone or another; empty when all is as it was. */
    Optional<String> firstDifference(Sighting later) {
        TreeSet<String> names = new TreeSet<>(stamps.keySet());
        names.addAll(later.stamps.keySet());
        return names.stream()
                .filter(n -> differs(n, later))
                .findFirst()
                .map(n -> origin.path().resolve(n).toString());
    }

    private boolean differs(String name, Sighting later) {
        FileStamp before = stamps.get(name);
        FileStamp after = later.stamps.get(name);
        return before == null || after == null || !before.text().equals(after.text());
    }

    /** One text for all stamps; empty when a file changed too recently for that to prove anything. */
    String digest() {
        if (!stamps.values().stream().allMatch(s -> s.settled(at))) {
            return "";
        }
        Digest digest = new Digest();
        for (Map.Entry<String, FileStamp> file : stamps.entrySet()) {
            String line = file.getKey() + "\0" + file.getValue().text() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return digest.hex();
    }
}
