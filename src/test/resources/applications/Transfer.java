// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import spawning.wsgi.Application;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;
import spawning.wsgi.Write;

/** Takes and gives large bodies. What it gives is the pattern that the tests know. */
public class Transfer implements Application {
    private static final int BLOCK = 65_536;

    private final byte[] template = new byte[BLOCK];

    public Transfer() {
        new Random(1).nextBytes(template);
    }

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        String query = (String) environ.get("QUERY_STRING");
        return switch ((String) environ.get("PATH_INFO")) {
            case "/upload" -> text(start, checksum((InputStream) environ.get("wsgi.input")));
            case "/file" -> {
                start.start("200 OK", List.of());
                yield ((FileWrapper) environ.get("wsgi.file_wrapper")).wrap(Path.of(query));
            }
            case "/elements" -> {
                start.start("200 OK", List.of());
                Iterator<byte[]> blocks = LongStream.range(0, Long.parseLong(query))
                        .mapToObj(this::block)
                        .iterator();
                yield () -> blocks;
            }
            case "/write" -> write(start.start("200 OK", List.of()), Long.parseLong(query));
            case "/memory" -> text(start, memory());
            default -> text(start, "hello");
        };
    }

    private static Iterable<byte[]> text(StartResponse start, String text) {
        start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
        return List.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] block(long number) {
        byte[] block = template.clone();
        ByteBuffer.wrap(block).putLong(number);
        return block;
    }

    private Iterable<byte[]> write(Write write, long blocks) throws Exception {
        for (long i = 0; i < blocks; i++) {
            write.write(block(i));
        }
        return List.of();
    }

    private static String checksum(InputStream in) throws Exception {
        CRC32C sum = new CRC32C();
        long bytes = in.transferTo(new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
        return bytes + " " + sum.getValue();
    }

    /** For people: bytes of the heap in use and committed, and of Netty's direct memory. */
    private static String memory() throws Exception {
        Object direct = Class.forName("spawning.bundled.io.netty.util.internal.PlatformDependent")
                .getMethod("usedDirectMemory")
                .invoke(null);
        return "heap " + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage() + "; direct " + direct;
    }
}
