// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AccessLogTest {
    @TempDir
    Path folder;

    @Test
    void aLineIsInTheFormatOfSpawning() throws IOException {
        Path file = folder.resolve("access.log");
        Files.writeString(file, "what was there\n");
        try (AccessLog log = AccessLog.open(file.toString())) {
            assertThat(log.enabled()).isTrue();
            log.log("127.0.0.1", "GET /x HTTP/1.1", 200, 15, 512_999);
            log.log("", "", 400, 12, 61_000_001_000L);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1))
                .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z][a-z]/\\d{4} \\d\\d:\\d\\d:\\d\\d] "
                        + "\"GET /x HTTP/1\\.1\" 200 15 0\\.000512");
        assertThat(lines.get(2)).matches("- - - \\[[^]]*] \"-\" 400 12 61\\.000001");
    }

    @Test
    void whatCouldForgeALineIsEscaped() {
        byte[] line = new AccessLine().format("a", "GET /\"\\\n\u007f\u00fc x", 200, 1, 0);
        assertThat(new String(line, StandardCharsets.US_ASCII)).contains("\"GET /\\x22\\x5C\\x0A\\x7F\\xFC x\"");
    }

    @Test
    void aLongLineIsCutToWhatAPipeTakesInOnePiece() {
        byte[] line = new AccessLine().format("a", "\u0001".repeat(100_000), 200, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(line.length).isLessThan(4096);
        assertThat(new AccessLine().format("a", "x".repeat(100_000), 200, 1, 1).length)
                .isLessThan(4096);
    }

    @Test
    void linesOfManyThreadsArriveWhole() throws Exception {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.open(file.toString())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        log.log("127.0.0.1", "GET /" + i + " HTTP/1.1", 200, i, i);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(Files.readAllLines(file))
                .hasSize(20_000)
                .allMatch(line -> line.startsWith("127.0.0.1 - - [") && line.contains("HTTP/1.1\" 200 "));
    }

    @Test
    void linesAfterAReopenGoToTheNewFile() throws Exception {
        Path file = folder.resolve("access.log");
        Path rotated = folder.resolve("access.log.1");
        try (AccessLog log = AccessLog.open(file.toString())) {
            log.log("a", "GET /before HTTP/1.1", 200, 1, 1);
            Files.move(file, rotated);
            log.reopen();
            log.log("a", "GET /after HTTP/1.1", 200, 1, 1);
        }
        assertThat(Files.readString(rotated)).contains("/before").doesNotContain("/after");
        assertThat(Files.readString(file)).contains("/after").doesNotContain("/before");
    }

    @Test
    void theNullDeviceHasNoWriter() throws IOException {
        try (AccessLog log = AccessLog.open("/dev/null")) {
            assertThat(log.enabled()).isFalse();
            log.log("a", "b", 1, 1, 1);
            log.reopen();
        }
    }

    @Test
    void aFullDiskDropsLinesAndHoldsNobodyUp() throws IOException {
        try (AccessLog log = AccessLog.open("/dev/full")) {
            for (int i = 0; i < 100_000; i++) {
                log.log("a", "GET / HTTP/1.1", 200, 1, 1);
            }
        }
    }
}
