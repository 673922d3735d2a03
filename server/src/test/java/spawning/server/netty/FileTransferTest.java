// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.server.accept.Acceptor;
import spawning.server.accept.Loopback;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.wsgi.Application;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** Files on their way to the client. After each test no descriptor of its file is open. */
@Timeout(60)
class FileTransferTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    /** More than the kernel's buffers take. */
    private static final int LARGE = 40 << 20;

    @TempDir
    Path folder;

    private Path file(int size) throws IOException {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('a' + (i ^ i >> 10) % 23);
        }
        return Files.write(folder.resolve("file"), bytes);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** What an application does with the wrapper. */
    private interface Wrapping {
        Iterable<byte[]> wrap(FileWrapper files) throws IOException;
    }

    private static Application answering(Wrapping wrapping, Header... headers) {
        return (environ, start) -> Apps.string(environ, "PATH_INFO").equals("/text")
                ? Apps.text("text").call(environ, start)
                : answer(environ, start, wrapping, headers);
    }

    private static Iterable<byte[]> answer(
            Map<String, Object> environ, StartResponse start, Wrapping wrapping, Header... headers) throws IOException {
        String query = Apps.string(environ, "QUERY_STRING");
        start.start((query.isEmpty() ? "200" : query) + " X", List.of(headers));
        return wrapping.wrap((FileWrapper) environ.get("wsgi.file_wrapper"));
    }

    private static Header length(long bytes) {
        return new Header("Content-Length", Long.toString(bytes));
    }

    /** Waits until so many descriptors of this process lead to the file. */
    private static void awaitDescriptors(Path file, int expected) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (descriptors(file) != expected) {
            assertThat(System.nanoTime())
                    .as("%d and not %d descriptors of %s are open", descriptors(file), expected, file)
                    .isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static long descriptors(Path file) {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(link -> leadsTo(link, file)).count();
        } catch (IOException e) {
            throw new AssertionError("cannot list the descriptors", e);
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Test
    void aFileArrivesWholeWithItsLengthAndTheConnectionGoesOn() throws IOException {
        for (int size : List.of(1, FileSender.PIECE - 1, FileSender.PIECE, FileSender.PIECE + 1, 3_000_000)) {
            Path file = file(size);
            List<Wrapping> ways =
                    List.of(files -> files.wrap(file), files -> files.wrap(new FileInputStream(file.toFile())));
            for (Wrapping way : ways) {
                try (Served served = new Served(answering(way));
                        Client client = served.connect()) {
                    for (int i = 0; i < 3; i++) {
                        Client.Response response = client.get("/").response();
                        assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(size));
                        assertThat(response.body()).isEqualTo(text(file));
                    }
                    assertThat(client.get("/text").response().body()).isEqualTo("text");
                    awaitDescriptors(file, 0);
                }
            }
        }
    }

    @Test
    void pipelinedFilesAreAnsweredInOrder() throws IOException {
        Path file = file(1_000_000);
        try (Served served = new Served(answering(files -> files.wrap(file)));
                Client client = served.connect()) {
            for (int i = 0; i < 5; i++) {
                client.get("/").get("/text");
            }
            for (int i = 0; i < 5; i++) {
                assertThat(client.response().body()).isEqualTo(text(file));
                assertThat(client.response().body()).isEqualTo("text");
            }
        }
    }

    @Test
    void aStreamIsSentFromWhereItStandsAndNoFurtherThanItsContentLength() throws IOException {
        Path file = file(1000);
        Wrapping fromTheFifth = files -> {
            FileInputStream in = new FileInputStream(file.toFile());
            in.skipNBytes(5);
            return files.wrap(in);
        };
        try (Served served = new Served(answering(fromTheFifth));
                Client client = served.connect()) {
            assertThat(client.get("/").response().body()).isEqualTo(text(file).substring(5));
        }
        try (Served served = new Served(answering(fromTheFifth, length(20)));
                Client client = served.connect()) {
            assertThat(client.get("/?206").response().body())
                    .isEqualTo(text(file).substring(5, 25));
            assertThat(client.get("/text").response().body()).isEqualTo("text");
        }
    }

    @Test
    void aFileShorterThanItsContentLengthIsA500() throws IOException {
        Path file = file(1000);
        Path empty = Files.createFile(folder.resolve("empty"));
        for (Path path : List.of(file, empty)) {
            try (Served served = new Served(answering(files -> files.wrap(path), length(1001)));
                    Client client = served.connect()) {
                assertThat(client.get("/").response().status()).isEqualTo(500);
                assertThat(client.get("/text").response().body()).isEqualTo("text");
                awaitDescriptors(path, 0);
            }
        }
    }

    @Test
    void anEmptyFileIsAnEmptyBody() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        try (Served served = new Served(answering(files -> files.wrap(empty)));
                Client client = served.connect()) {
            assertThat(client.get("/").response().header("Content-Length")).isEqualTo("0");
            assertThat(client.get("/text").response().body()).isEqualTo("text");
        }
    }

    @Test
    void whereThereIsNoBodyNothingOfTheFileIsSent() throws IOException {
        Path file = file(1000);
        try (Served served = new Served(answering(files -> files.wrap(file)));
                Client client = served.connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.response(false).header("Content-Length")).isEqualTo("1000");
            for (String status : List.of("204", "304")) {
                assertThat(client.get("/?" + status).response().head()).doesNotContain("Content-Length");
            }
            assertThat(client.get("/text").response().body()).isEqualTo("text");
            awaitDescriptors(file, 0);
        }
    }

    @Test
    void anHttp10ClientGetsTheFileWithItsLength() throws IOException {
        Path file = file(1_000_000);
        try (Served served = new Served(answering(files -> files.wrap(file)))) {
            assertThat(served.answer("GET / HTTP/1.0\r\n\r\n"))
                    .contains("Content-Length: 1000000\r\n")
                    .endsWith("\r\n\r\n" + text(file));
        }
    }

    @Test
    void whatIsNoFileIsSentInBlocks() throws IOException {
        byte[] bytes = Apps.bytes("x".repeat(200_000));
        Wrapping shouting = files -> files.wrap(new FileInputStream(file(10).toFile()) {
            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                int n = super.read(target, offset, count);
                for (int i = 0; i < n; i++) {
                    target[offset + i] = (byte) (target[offset + i] - 32);
                }
                return n;
            }
        });
        try (Served served = new Served(answering(files -> files.wrap(new ByteArrayInputStream(bytes))));
                Client client = served.connect()) {
            Client.Response response = client.get("/").response();
            assertThat(response.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(response.body()).hasSize(200_000);
            assertThat(client.get("/text").response().body()).isEqualTo("text");
        }
        try (Served served = new Served(answering(shouting));
                Client client = served.connect()) {
            assertThat(client.get("/").response().body()).isEqualTo("ABCDEFGHIJ");
        }
    }

    @Test
    void aPipeIsSentWhenItIsAStreamAndRefusedWhenItIsAPath() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (Served served = new Served(answering(files -> files.wrap(new FileInputStream(pipe.toFile()))));
                Client client = served.connect()) {
            client.get("/");
            Files.writeString(pipe, "through the pipe"); // opens it at both ends at once
            assertThat(client.response().body()).isEqualTo("through the pipe");
        }
        for (Path path : List.of(pipe, folder, folder.resolve("none"))) {
            try (Served served = new Served(answering(files -> files.wrap(path)));
                    Client client = served.connect()) {
                assertThat(client.get("/").response().status()).isEqualTo(500);
            }
        }
    }

    @Test
    void filesOfTheKernelAreReadSinceTheirSizesAreNotTrue() throws IOException {
        Path inSys = Path.of("/sys/kernel/mm/transparent_hugepage/enabled"); // 4096 bytes, it says
        List<Path> paths = new ArrayList<>(List.of(Path.of("/proc/version")));
        if (Files.isReadable(inSys)) {
            paths.add(inSys);
        }
        for (Path path : paths) {
            try (Served served = new Served(answering(files -> files.wrap(path)));
                    Client client = served.connect()) {
                assertThat(client.get("/").response().body()).isEqualTo(text(path));
            }
        }
    }

    @Test
    void aFileThatBecomesShorterCutsTheConnection() throws Exception {
        Path file = file(LARGE);
        try (Served served = new Served(answering(files -> files.wrap(file)));
                Client client = new Client(served.loopback.address(), 8192)) {
            client.get("/");
            while (client.socket.getInputStream().available() == 0) {
                LockSupport.parkNanos(1_000_000); // the class's time limit is its end
            }
            try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
                changed.setLength(LARGE / 20);
            }
            assertThatThrownBy(client::response).isInstanceOf(IOException.class);
            awaitDescriptors(file, 0);
        }
    }

    @Test
    void aClientThatTakesNothingOfAFileIsCutOff() throws IOException {
        Path file = file(LARGE);
        try (Served served = new Served(answering(files -> files.wrap(file)), limits -> limits.writeTimeout(SHORT));
                Client client = new Client(served.loopback.address(), 8192)) {
            client.get("/").line();
            awaitDescriptors(file, 1);
            awaitDescriptors(file, 0);
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    /** The last piece, too, is watched: nobody comes after it to see that the client takes nothing. */
    @Test
    void aClientThatTakesNothingOfManySmallFilesIsCutOff() throws IOException {
        Path file = file(20_000);
        try (Served served = new Served(answering(files -> files.wrap(file)), limits -> limits.writeTimeout(SHORT));
                Client client = new Client(served.loopback.address(), 8192)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));
            client.line();
            served.stopAccepting();
            var drained = served.engine.drain(DrainMode.GRACEFUL, Duration.ZERO);
            assertThat(drained).succeedsWithin(20, TimeUnit.SECONDS);
            awaitDescriptors(file, 0);
        }
    }

    /** Slow enough that between two looks of the watch the kernel takes nothing more from us. */
    @Test
    void aClientThatIsSlowAndMovesIsNotCutOff() throws IOException {
        Path file = file(12 << 20);
        try (Served served = new Served(answering(files -> files.wrap(file)), limits -> limits.writeTimeout(SHORT));
                Client client = new Client(served.loopback.address(), 65_536)) {
            client.get("/");
            long end = System.nanoTime() + SHORT.multipliedBy(8).toNanos();
            StringBuilder head = new StringBuilder();
            while (System.nanoTime() - end < 0) {
                for (int i = 0; i < 8192; i++) {
                    head.append((char) client.read());
                }
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(head + client.exactly((12 << 20) - head.length() + head.indexOf("\r\n\r\n") + 4))
                    .endsWith(text(file));
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNoDescriptor() throws IOException {
        Path file = file(LARGE);
        try (Served served = new Served(answering(files -> files.wrap(file)))) {
            for (boolean reset : List.of(true, false)) {
                try (Client client = new Client(served.loopback.address(), 8192)) {
                    client.get("/").line();
                    awaitDescriptors(file, 1);
                    client.socket.setSoLinger(reset, 0);
                }
                awaitDescriptors(file, 0);
            }
        }
    }

    @Test
    void anEngineThatClosesLeavesNoDescriptor() throws IOException {
        Path file = file(LARGE);
        Served served = new Served(answering(files -> files.wrap(file)));
        try (Client client = new Client(served.loopback.address(), 8192)) {
            client.get("/").line();
            awaitDescriptors(file, 1);
            served.close();
            awaitDescriptors(file, 0);
        }
    }

    @Test
    void aFileOnItsWayIsSentToTheEndBeforeADrainIsOver() throws Exception {
        Path file = file(LARGE);
        try (Served served = new Served(answering(files -> files.wrap(file)));
                Client client = new Client(served.loopback.address(), 8192)) {
            client.get("/").line();
            served.stopAccepting();
            var drained = served.engine.drain(DrainMode.FORCED, Duration.ZERO);
            String begin = client.exactly(LARGE / 4);
            assertThat(drained).isNotDone();
            assertThat(begin + client.rest()).endsWith(text(file));
            assertThat(drained).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFileAfterPiecesThatWereWrittenComesBehindThem() throws IOException {
        Path file = file(300_000);
        Application application = (environ, start) -> {
            start.start("200 OK", List.of(length(1000))).write(Apps.bytes("written,"));
            return ((FileWrapper) environ.get("wsgi.file_wrapper")).wrap(file);
        };
        try (Served served = new Served(application);
                Client client = served.connect()) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.get("/").response().body())
                        .isEqualTo("written," + text(file).substring(0, 992));
            }
        }
    }

    @Test
    void aFileThatTheApplicationForgetsIsClosedWithTheRequest() throws IOException {
        Path file = file(10);
        Application forgetful = (environ, start) -> {
            var _ = ((FileWrapper) environ.get("wsgi.file_wrapper")).wrap(file);
            throw new IllegalStateException("after the file was opened");
        };
        try (Served served = new Served(forgetful);
                Client client = served.connect()) {
            assertThat(client.get("/").response().status()).isEqualTo(500);
            awaitDescriptors(file, 0);
        }
    }

    @Test
    void filesGoThroughUnixSockets() throws IOException {
        Path file = file(3_000_000);
        Path path = folder.resolve("http.sock");
        try (Served served = new Served(answering(files -> files.wrap(file)));
                Loopback unix = Loopback.unix(path)) {
            Acceptor acceptor = new Acceptor(List.of(unix.copy()), served.engine);
            acceptor.start();
            try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                client.connect(UnixDomainSocketAddress.of(path));
                client.write(ByteBuffer.wrap(Apps.bytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
                InputStream answer = Channels.newInputStream(client);
                assertThat(new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .contains("Content-Length: 3000000\r\n")
                        .endsWith(text(file));
            }
            acceptor.stop(false);
        }
    }
}
