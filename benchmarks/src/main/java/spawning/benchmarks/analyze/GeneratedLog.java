// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.analyze;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** An access log in our format: 500 requests a second for 1,000 paths, of which few are asked for often. */
final class GeneratedLog {
    private static final int PATHS = 1000;
    private static final int RATE = 500;
    private static final int DAY = 86_400;

    private GeneratedLog() {}

    static void write(Path file, int lines) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < lines; i++) {
                int second = i / RATE % DAY;
                int path = (int) Math.pow(PATHS, random.nextDouble()) - 1;
                int micros = (int) Math.min(60e6, Math.exp(random.nextGaussian() * 1.2 + 8.5));
                writer.write(String.format(
                        Locale.ROOT,
                        "10.0.%d.%d - - [22/Nov/2026 %02d:%02d:%02d] \"GET /shop/item/%d%s HTTP/1.1\" %d %d %d.%06d 4f2a9c01-%x\n",
                        i % 7,
                        i % 251,
                        second / 3600,
                        second / 60 % 60,
                        second % 60,
                        path,
                        i % 3 == 0 ? "?q=" + i : "",
                        i % 97 == 0 ? 503 : 200,
                        random.nextInt(100_000),
                        micros / 1_000_000,
                        micros % 1_000_000,
                        i));
            }
        }
    }
}
