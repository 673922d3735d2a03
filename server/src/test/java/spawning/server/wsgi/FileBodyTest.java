// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.wsgi.Application;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.Header;
import spawning.wsgi.lint.Lint;

class FileBodyTest {
    private static final List<Header> NONE = List.of();
    private static final List<Map.Entry<String, String>> NONE_SENT = List.of();

    @TempDir
    Path folder;

    private final RecordedExchange exchange = new RecordedExchange();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("file"), "0123456789");
    }

    private void run(Application application) {
        new ApplicationRunner(application, new ServerVariables(1, 2, true, true), () -> {}).run(exchange);
        assertThat(exchange.ends).as("the exchange is ended once").isEqualTo(1);
    }

    private static FileWrapper files(Map<String, Object> environ) {
        return (FileWrapper) environ.get("wsgi.file_wrapper");
    }

    /** A stream that counts how often it is closed. */
    private static final class Counting extends ByteArrayInputStream {
        int closed;

        Counting(String text) {
            super(text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void anUntouchedFileIsSentInOneGo() {
        run((environ, start) -> {
            start.start("200 OK", NONE);
            return files(environ).wrap(file);
        });
        assertThat(exchange.sent).hasToString("[]file 0+10");
        assertThat(exchange.response.contentLength()).isEqualTo(10);
    }

    @Test
    void aMiddlewareMayIterateOverIt() {
        run((environ, start) -> {
            start.start("200 OK", NONE);
            Iterable<byte[]> body = files(environ).wrap(new FileInputStream(file.toFile()), 4);
            return () -> body.iterator();
        });
        assertThat(exchange.sent).hasToString("[0123][4567][89]");
    }

    @Test
    void whatAMiddlewareHasLookedAtIsNotLost() {
        run((environ, start) -> {
            start.start("200 OK", NONE);
            Iterable<byte[]> body = files(environ).wrap(new FileInputStream(file.toFile()), 4);
            assertThat(body.iterator().hasNext()).isTrue();
            return body;
        });
        assertThat(exchange.sent).hasToString("[0123][4567][89]");
    }

    @Test
    void ofAStreamNoMoreIsReadThanTheContentLengthSays() {
        Counting stream = new Counting("0123456789");
        run((environ, start) -> {
            start.start("200 OK", List.of(new Header("Content-Length", "6")));
            return files(environ).wrap(stream, 4);
        });
        assertThat(exchange.sent).hasToString("[0123][45]");
        assertThat(stream.available()).isEqualTo(4);
    }

    @Test
    void ofAStreamNothingIsReadWhereThereIsNoBody() {
        Counting stream = new Counting("0123456789");
        run((environ, start) -> {
            start.start("304 Same", NONE);
            return files(environ).wrap(stream);
        });
        assertThat(stream.available()).isEqualTo(10);
        assertThat(exchange.response.contentLength()).isEqualTo(ResponseHead.UNKNOWN);
    }

    @Test
    void itIsClosedOnceWhateverHappens() {
        List<Counting> streams = new ArrayList<>();
        List<Application> ways = List.of(
                (environ, start) -> {
                    start.start("200 OK", NONE);
                    return files(environ).wrap(opened(streams));
                },
                (environ, start) -> {
                    var body = files(environ).wrap(opened(streams));
                    ((AutoCloseable) body).close();
                    start.start("200 OK", NONE);
                    return body;
                },
                (environ, start) -> {
                    var _ = files(environ).wrap(opened(streams));
                    throw new IllegalStateException("after it was wrapped");
                },
                (environ, start) -> {
                    start.start("200 OK", NONE);
                    Iterator<byte[]> hidden =
                            files(environ).wrap(opened(streams)).iterator();
                    return () -> hidden;
                });
        for (Application way : ways) {
            new ApplicationRunner(way, new ServerVariables(1, 2, true, true), () -> {}).run(new RecordedExchange());
        }
        assertThat(streams).hasSize(ways.size()).allMatch(stream -> stream.closed == 1);
    }

    private static InputStream opened(List<Counting> streams) {
        Counting stream = new Counting("x");
        streams.add(stream);
        return stream;
    }

    @Test
    void aFileThatFailsOnItsWayAbortsTheExchange() {
        exchange.fileFailure = new FileFailure("shorter", new IOException());
        run((environ, start) -> {
            start.start("200 OK", NONE);
            return files(environ).wrap(file);
        });
        assertThat(exchange.aborted).isTrue();
    }

    /** What GET and HEAD are answered by the same application. */
    private static List<Integer> statuses(Application application) {
        return Stream.of("GET", "HEAD")
                .map(method -> {
                    RecordedExchange asked = new RecordedExchange(method, "/", NONE_SENT);
                    new ApplicationRunner(application, new ServerVariables(1, 2, true, true), () -> {}).run(asked);
                    assertThat(asked.ends).isEqualTo(1);
                    return asked.response.status();
                })
                .toList();
    }

    @Test
    void headFailsWhereGetFails() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        List<Header> eleven = List.of(new Header("Content-Length", "11"));
        assertThat(statuses((environ, start) -> {
                    start.start("200 OK", eleven);
                    return files(environ).wrap(file);
                }))
                .as("a file that is too short")
                .containsExactly(500, 500);
        assertThat(statuses((environ, start) -> {
                    start.start("200 OK", eleven);
                    return files(environ).wrap(empty);
                }))
                .as("a file that is empty")
                .containsExactly(500, 500);
        assertThat(statuses((environ, start) -> {
                    start.start("200 OK", NONE);
                    FileInputStream stream = new FileInputStream(file.toFile());
                    stream.close();
                    return files(environ).wrap(stream);
                }))
                .as("a stream that is closed")
                .containsExactly(500, 500);
        FileBodies another = new FileBodies();
        Iterable<byte[]> used = another.wrap(file);
        another.close();
        assertThat(statuses((environ, start) -> {
                    start.start("200 OK", NONE);
                    return used;
                }))
                .as("a body of another request")
                .containsExactly(500, 500);
    }

    @Test
    void headIsAnsweredWhereGetIs() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        for (Path served : List.of(file, empty, Path.of("/proc/self/stat"))) {
            assertThat(statuses((environ, start) -> {
                        start.start("200 OK", NONE);
                        return files(environ).wrap(served);
                    }))
                    .as("%s", served)
                    .containsExactly(200, 200);
        }
        assertThat(statuses((environ, start) -> {
                    start.start("200 OK", List.of(new Header("Content-Length", "2")));
                    return files(environ).wrap(Path.of("/proc/self/stat"));
                }))
                .as("a file of the kernel, whose size nobody knows")
                .containsExactly(200, 200);
    }

    @Test
    void underTheValidatorItIsSentAsWithoutIt() {
        Application ranges = (environ, start) -> {
            FileInputStream stream = new FileInputStream(file.toFile());
            assertThat(stream.skip(2)).isEqualTo(2);
            start.start(
                    "206 Partial Content",
                    List.of(new Header("Content-Type", "text/plain"), new Header("Content-Length", "5")));
            return files(environ).wrap(stream);
        };
        Application inner = new Lint().wrap(ranges);
        run(new Lint().wrap(inner::call));
        assertThat(exchange.sent).hasToString("[]file 2+5");
        assertThat(exchange.response.contentLength()).isEqualTo(5);
    }

    @Test
    void aBlockOfNothingIsRefused() {
        FileBodies files = new FileBodies();
        assertThatThrownBy(() -> files.wrap(InputStream.nullInputStream(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("block size 0");
    }
}
