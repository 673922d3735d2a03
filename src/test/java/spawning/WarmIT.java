// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does {@code spawning warm} make, when it is run as an image build does? */
class WarmIT {
    private static final Path HOME = Path.of(System.getProperty("spawning.home", "../.."))
            .toAbsolutePath()
            .normalize();

    private static final long SECONDS = 180;

    /** It says no wherever it is not told that it serves nobody. */
    private static final String WANTS_ITS_DATABASE = """
            import java.util.List;
            import java.util.Map;
            import spawning.wsgi.Application;
            import spawning.wsgi.StartResponse;

            public final class Shop implements Application {
                public Shop() {
                    if (!"1".equals(System.getenv("SPAWNING_TRAINING"))) {
                        throw new IllegalStateException("no database");
                    }
                }

                @Override
                public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) {
                    return List.of();
                }
            }
            """;

    @TempDir
    private Path folder;

    private String warm(String... words) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(HOME.resolve("bin/spawning").toString(), "warm", "--aot-folder", folder + "/aot");
        builder.command().addAll(java.util.List.of(words));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said);
    }

    @Test
    void theApplicationIsToldThatItServesNobodyHoweverLongTheNameOfTheStateFolder() throws Exception {
        Path shop = Files.writeString(folder.resolve("Shop.java"), WANTS_ITS_DATABASE);

        String said = warm("--state", folder.resolve("x".repeat(120)).toString(), shop.toString());

        assertThat(said)
                .containsPattern("/aot/[0-9a-f]{64}/cache\\.aot\n")
                .containsPattern("a worker is ready after \\d+ ms with it, \\d+ ms without");
    }
}
