// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.log.LogFormat;

@Timeout(30)
class AccessLogTest {
    private final LongAdder dropped = new LongAdder();

    @TempDir
    Path folder;

    @Test
    void aLineIsInTheFormatOfSpawning() throws IOException {
        Path file = folder.resolve("access.log");
        Files.writeString(file, "what was there\n");
        try (AccessLog log = open(file.toString())) {
            assertThat(log.enabled()).isTrue();
            log.log(SampleRequest.get("/x"), 200, 15, 512_999);
            log.log(SampleRequest.unreadable(), 400, 12, 61_000_001_000L);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1))
                .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z][a-z]/\\d{4} \\d\\d:\\d\\d:\\d\\d] "
                        + "\"GET /x HTTP/1\\.1\" 200 15 0\\.000512 4f-1b");
        assertThat(lines.get(2)).matches("- - - \\[[^]]*] \"-\" 400 12 61\\.000001 -");
    }

    @Test
    void linesOfManyThreadsArriveWhole() throws Exception {
        Path file = folder.resolve("access.log");
        try (AccessLog log = open(file.toString())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        log.log(SampleRequest.get("/" + i), 200, i, i);
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
        List<String> told = new CopyOnWriteArrayList<>();
        Path rotated = folder.resolve("access.log.1");
        try (AccessLog log = open(file.toString())) {
            log.log(SampleRequest.get("/before"), 200, 1, 1);
            Files.move(file, rotated);
            log.reopen(told::add);
            log.log(SampleRequest.get("/after"), 200, 1, 1);
        }
        assertThat(told).containsExactly("");
        assertThat(Files.readString(rotated)).contains("/before").doesNotContain("/after");
        assertThat(Files.readString(file)).contains("/after").doesNotContain("/before");
    }

    @Test
    void aFileThatCannotBeOpenedAgainIsToldAndTheOldOneGoesOn() throws Exception {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Path file = sub.resolve("access.log");
        List<String> told = new CopyOnWriteArrayList<>();
        try (AccessLog log = open(file.toString())) {
            Files.move(sub, folder.resolve("moved"));
            log.reopen(told::add);
            log.log(SampleRequest.get("/after"), 200, 1, 1);
        }
        assertThat(told).singleElement().asString().contains(file.toString());
        assertThat(Files.readString(folder.resolve("moved/access.log"))).contains("/after");
    }

    @Test
    void theNullDeviceHasNoWriter() throws IOException {
        List<String> told = new ArrayList<>();
        try (AccessLog log = open("/dev/null")) {
            assertThat(log.enabled()).isFalse();
            log.log(SampleRequest.get("/"), 1, 1, 1);
            log.reopen(told::add);
        }
        assertThat(told).containsExactly("");
    }

    @Test
    void aFullDiskDropsAndCountsLinesAndHoldsNobodyUp() throws IOException {
        try (AccessLog log = open("/dev/full")) {
            for (int i = 0; i < 100_000; i++) {
                log.log(SampleRequest.get("/"), 200, 1, 1);
            }
        }
        assertThat(dropped.sum()).isEqualTo(100_000);
    }

    @Test
    void halfALineThatAnotherProcessLeftIsEndedFirst() throws IOException {
        Path file = folder.resolve("access.log");
        Files.writeString(file, "whole\nhalf a li");
        try (AccessLog log = open(file.toString())) {
            log.log(SampleRequest.get("/next"), 200, 1, 1);
        }
        assertThat(Files.readAllLines(file)).hasSize(3).startsWith("whole", "half a li");
    }

    /** A pipe that nobody reads blocks its writer; only the close is bounded. */
    @Test
    void aPipeThatNobodyReadsHoldsUpNeitherRequestsNorTheEnd() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (var reader = new RandomAccessFile(fifo.toFile(), "rw")) { // opens without waiting for a writer
            try (AccessLog log = open(fifo.toString())) {
                for (int i = 0; i < 100_000; i++) {
                    log.log(SampleRequest.get("/" + i), 200, 1, 1);
                }
            }
            assertThat(dropped.sum()).isGreaterThan(90_000);
            assertThat(reader.readLine()).contains("GET /0 ");
        }
    }

    private AccessLog open(String destination) throws IOException {
        return AccessLog.open(destination, LogFormat.parse("spawning"), new Place(1, 7, 4711), dropped::add);
    }
}
