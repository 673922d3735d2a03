// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import spawning.wsgi.Application;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.Header;
import spawning.wsgi.RequestUrl;
import spawning.wsgi.StartResponse;

/** Bodies of any size, both ways, in constant memory: echo, upload, download. */
public final class Echo implements Application {
    private static final int BLOCK = 65_536;

    /** No slash and no dot in front: such a name can only mean a file directly in the folder, and never a part. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    private static final Header BYTES = new Header("Content-Type", "application/octet-stream");
    private static final Header TEXT = new Header("Content-Type", "text/plain; charset=utf-8");
    private static final Header JSON = new Header("Content-Type", "application/json");
    private static final Header HTML = new Header("Content-Type", "text/html; charset=utf-8");

    /** What a client sent is never shown as a page of ours, whatever it looks like. */
    private static final Header AS_IT_IS = new Header("X-Content-Type-Options", "nosniff");

    private final Path folder;

    /** Called once in each worker. All of them use the same folder, so it must not depend on the process. */
    public Echo() throws IOException {
        String user = System.getProperty("user.name");
        String chosen = System.getenv("ECHO_FOLDER");
        folder = Path.of(chosen != null ? chosen : System.getProperty("java.io.tmpdir") + "/spawning-echo-" + user);
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // Anybody may make folders among the temporary files. What is thrown here keeps the worker from serving.
        if (chosen == null && !Files.getOwner(folder).getName().equals(user)) {
            throw new IOException(folder + " is not " + user + "'s: choose another one with --env ECHO_FOLDER=...");
        }
    }

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        String method = (String) environ.get("REQUEST_METHOD");
        String path = RequestUrl.path(environ); // PATH_INFO holds bytes
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (path.equals("/")) {
            return reads ? answer(start, "200 OK", PAGE, HTML) : notAllowed(start, "GET, HEAD");
        }
        if (path.startsWith("/files/")) {
            return reads
                    ? download(path.substring("/files/".length()), environ, start)
                    : notAllowed(start, "GET, HEAD");
        }
        if (path.equals("/echo")) {
            return method.equals("POST") ? echo(environ, start) : notAllowed(start, "POST");
        }
        if (path.equals("/upload")) {
            return method.equals("PUT") || method.equals("POST")
                    ? upload(environ, start)
                    : notAllowed(start, "PUT, POST");
        }
        return answer(start, "404 Not Found", "There is no " + path + " here.\n", TEXT);
    }

    /**
     * Sends the request's body back while it comes. The iterable is asked for its next element when the one before was
     * taken by the client, so a client that reads slowly makes us read slowly, and it is stopped from sending in turn. For
     * the same reason a client must read while it sends, once the body is larger than what the sockets hold.
     */
    private static Iterable<byte[]> echo(Map<String, Object> environ, StartResponse start) {
        start.start("200 OK", List.of(BYTES, AS_IT_IS));
        Blocks blocks = new Blocks((InputStream) environ.get("wsgi.input"));
        return blocks::iterator; // and not the blocks, which close their stream: the input is the server's
    }

    /**
     * Writes beside and renames: nobody ever sees half a file. When the client goes away or sends too much, the input
     * throws; the exception may leave this method, for the server knows what to answer.
     */
    private Iterable<byte[]> upload(Map<String, Object> environ, StartResponse start) throws Exception {
        if (fromAnotherSite(environ)) {
            return answer(start, "403 Forbidden", "Not from another site's page.\n", TEXT);
        }
        String name = parameter(environ, "name");
        if (!NAME.matcher(name).matches()) {
            return answer(
                    start, "400 Bad Request", "?name= wants 1 to 100 of A-Z a-z 0-9 . _ - and no dot first.\n", TEXT);
        }
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        Path part = Files.createTempFile(folder, ".", ".part");
        try {
            long size = receive((InputStream) environ.get("wsgi.input"), part, sha256);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE); // replaces an older one
            String json = "{\"name\": \"%s\", \"size\": %d, \"sha256\": \"%s\"}%n"
                    .formatted(name, size, HexFormat.of().formatHex(sha256.digest()));
            return answer(start, "201 Created", json, JSON, new Header("Location", "/files/" + name));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static long receive(InputStream body, Path part, MessageDigest digest) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE);
                OutputStream out = new DigestOutputStream(Channels.newOutputStream(file), digest)) {
            long size = body.transferTo(out);
            file.force(true); // on the disk before it gets its name, or a power cut could leave an empty file
            return size;
        }
    }

    private Iterable<byte[]> download(String name, Map<String, Object> environ, StartResponse start)
            throws IOException {
        Path file = folder.resolve(NAME.matcher(name).matches() ? name : ".none");
        if (!Files.isRegularFile(file)) {
            return answer(start, "404 Not Found", "There is no such file.\n", TEXT);
        }
        // PEP 3333: a server need not have a file wrapper. This one opens the file now, so that a failure is a 500.
        Iterable<byte[]> body = environ.get("wsgi.file_wrapper") instanceof FileWrapper files
                ? files.wrap(file)
                : new Blocks(Files.newInputStream(file));
        start.start("200 OK", List.of(BYTES, AS_IT_IS, new Header("Content-Disposition", "attachment")));
        return body;
    }

    /** A stream as a body: block by block, each as soon as it is there. The server closes it after the request. */
    private record Blocks(InputStream in) implements Iterable<byte[]>, AutoCloseable {
        @Override
        public Iterator<byte[]> iterator() {
            byte[] buffer = new byte[BLOCK];
            return new Iterator<>() {
                private int count = -2; // not read yet

                @Override
                public boolean hasNext() {
                    if (count == -2) {
                        count = read();
                    }
                    return count >= 0;
                }

                @Override
                public byte[] next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    byte[] block = Arrays.copyOf(buffer, count);
                    count = -2;
                    return block;
                }

                private int read() {
                    try {
                        return in.read(buffer);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Browsers say where a request comes from; other clients do not send this header. */
    private static boolean fromAnotherSite(Map<String, Object> environ) {
        return !List.of("same-origin", "none").contains(environ.getOrDefault("HTTP_SEC_FETCH_SITE", "none"));
    }

    private static String parameter(Map<String, Object> environ, String name) {
        for (String pair : ((String) environ.get("QUERY_STRING")).split("&")) {
            if (pair.startsWith(name + "=")) {
                // NAME refuses what a malformed escape leaves behind
                String value = pair.substring(name.length() + 1);
                return value.contains("%") ? decoded(value) : value;
            }
        }
        return "";
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private static Iterable<byte[]> notAllowed(StartResponse start, String allowed) {
        return answer(start, "405 Method Not Allowed", "Only " + allowed + ".\n", TEXT, new Header("Allow", allowed));
    }

    /** A list of a single element: the server sets its Content-Length. */
    private static List<byte[]> answer(StartResponse start, String status, String text, Header... headers) {
        start.start(status, List.of(headers));
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Upload</title>
            <link rel="icon" href="data:,">
            <style>
              body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem; }
              form { display: grid; gap: 1rem; }
              input, button { font: inherit; padding: .5rem; max-width: 100%; }
              output { display: block; margin-top: 1rem; overflow-wrap: anywhere; }
            </style>
            <h1>Upload</h1>
            <p>The file is streamed to the server's disk. No worker ever holds all of it in memory.</p>
            <form>
              <label for="file">A file</label>
              <input id="file" type="file" required>
              <button>Send it</button>
            </form>
            <output role="status"></output>
            <script>
              const say = document.querySelector('output')
              document.querySelector('form').onsubmit = async event => {
                event.preventDefault()
                const file = document.querySelector('input').files[0]
                const name = file.name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^[.-]+/, '').slice(-100) || 'file'
                say.textContent = `Sending ${file.size} bytes ...`
                try {
                  const answer = await fetch(`/upload?name=${encodeURIComponent(name)}`, { method: 'PUT', body: file })
                  if (!answer.ok) throw new Error(await answer.text())
                  const stored = await answer.json()
                  say.textContent = `${stored.size} bytes, SHA-256 ${stored.sha256}: `
                  const link = document.createElement('a')
                  link.href = `/files/${stored.name}`
                  link.textContent = stored.name
                  say.append(link)
                } catch (problem) {
                  say.textContent = `That did not work: ${problem.message}`
                }
              }
            </script>
            </html>
            """;
}
