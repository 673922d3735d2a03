// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import spawning.wsgi.Application;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.Header;

/** Files under the validator: the server gets its own back. */
class CheckedFilesTest {
    /** What a server makes of a file. */
    private static final class Sent implements Iterable<byte[]>, AutoCloseable {
        int closed;

        @Override
        public Iterator<byte[]> iterator() {
            return List.of(Breaches.bytes("file")).iterator();
        }

        @Override
        public void close() {
            closed++;
        }
    }

    /** The server's file wrapper. */
    private static final class Files implements FileWrapper {
        final List<Sent> made = new ArrayList<>();

        @Override
        public Iterable<byte[]> wrap(InputStream file, int blockSize) {
            made.add(new Sent());
            return made.getLast();
        }

        @Override
        public Iterable<byte[]> wrap(Path file) {
            return wrap(InputStream.nullInputStream());
        }
    }

    private final Files files = new Files();
    private List<Header> headers = Breaches.TEXT;

    private final Application film = (environ, start) -> {
        start.start("200 OK", headers);
        return wrapped(environ);
    };

    private static Iterable<byte[]> wrapped(Map<String, Object> environ) {
        return ((FileWrapper) environ.get("wsgi.file_wrapper")).wrap(InputStream.nullInputStream());
    }

    private Map<String, Object> environ() {
        return Breaches.environ("wsgi.file_wrapper", files);
    }

    private static LintedApplication linted(Application application) {
        return new Lint("application shop", "middleware gzip").wrap(application);
    }

    @Test
    void theServerIsGivenItsOwnFileThroughAllBoundaries() throws Exception {
        LintedApplication inner = linted(film);
        LintedApplication outer = linted(inner::call);
        assertThat(outer.call(environ(), Breaches.SERVER)).isSameAs(files.made.getFirst());
        inner.close(); // nothing waits for being closed
        outer.close();
        assertThat(files.made.getFirst().closed).as("that is the server's").isZero();
    }

    @Test
    void aMiddlewareThatIteratesIsCheckedAndClosesTheFile() throws Exception {
        Application inner = linted(film);
        Breaches.serve(linted((environ, start) -> new Around(inner.call(environ, start))), environ());
        assertThat(files.made.getFirst().closed).isEqualTo(1);
        Breaches.fails(
                Rule.CLOSE_NEVER,
                () -> Breaches.serve(linted((environ, start) -> inner.call(environ, start)::iterator), environ()));
        Breaches.fails(
                Rule.BODY_ITERATED_TWICE,
                () -> Breaches.serve(
                        linted((environ, start) -> {
                            Iterable<byte[]> body = inner.call(environ, start);
                            body.forEach(element -> assertThat(element).isNotNull());
                            return body;
                        }),
                        environ()));
    }

    /** A middleware's body around another. */
    private record Around(Iterable<byte[]> inner) implements Iterable<byte[]>, AutoCloseable {
        @Override
        public Iterator<byte[]> iterator() {
            return inner.iterator();
        }

        @Override
        public void close() throws Exception {
            ((AutoCloseable) inner).close();
        }
    }

    @Test
    void aFileIsReturnedOnceAndInItsOwnRequest() throws Exception {
        List<Iterable<byte[]>> kept = new ArrayList<>();
        LintedApplication keeping = linted((environ, start) -> {
            start.start("200 OK", headers);
            if (kept.isEmpty()) {
                kept.add(wrapped(environ));
            }
            return kept.getFirst();
        });
        Breaches.serve(keeping, environ());
        LintError error = Breaches.fails(Rule.FILE_RETURNED_TWICE, () -> keeping.call(environ(), Breaches.SERVER));
        assertThat(error.part()).isEqualTo("application shop");
        kept.clear();
        Application retrying = linted((environ, start) -> {
            keeping.call(environ, start);
            return keeping.call(environ, (status, more, failure) -> bytes -> {});
        });
        Breaches.fails(Rule.FILE_RETURNED_TWICE, () -> retrying.call(environ(), Breaches.SERVER));
    }

    @Test
    void theHeadOfAFileIsChecked() {
        Breaches.fails(Rule.START_NEVER, () -> Breaches.serve(linted((environ, start) -> wrapped(environ)), environ()));
        headers = List.of();
        Breaches.fails(Rule.CONTENT_TYPE_MISSING, () -> Breaches.serve(linted(film), environ()));
        assertThat(files.made).as("closed by who found it").allMatch(sent -> sent.closed == 1);
    }
}
