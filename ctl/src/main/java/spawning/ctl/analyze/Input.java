// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Where lines come from: a file, or stdin; gzip is known by its first bytes, whatever the name. */
final class Input {
    private static final int BUFFER = 1 << 16;
    private static final int MAGIC = 0x1F8B;

    private Input() {}

    /**
     * Opens it.
     *
     * @param name a path, or {@code -}
     * @param stdin not closed with what is returned
     * @throws IOException it cannot be read; its text is the reason, without the name
     */
    static InputStream open(String name, InputStream stdin) throws IOException {
        InputStream raw = name.equals("-") ? new Unclosed(stdin) : file(name);
        try {
            BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
            return isGzip(buffered) ? new GZIPInputStream(new Eager(buffered), BUFFER) : buffered;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static InputStream file(String name) throws IOException {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new IOException("it is a folder; name the files in it");
            }
            if (!Files.exists(path)) {
                throw new FileNotFoundException("there is no such file");
            }
            if (!Files.isReadable(path)) {
                throw new IOException("permission denied");
            }
            return new FileInputStream(path.toFile());
        } catch (InvalidPathException e) {
            throw new IOException("its name is not possible: " + e.getReason(), e);
        }
    }

    private static boolean isGzip(BufferedInputStream stream) throws IOException {
        stream.mark(2);
        int magic = stream.read() << 8 | stream.read();
        stream.reset();
        return magic == MAGIC;
    }

    /** The JDK looks for a further member of a gzip file only when bytes are available; on a pipe that means: wait and see. */
    private static final class Eager extends FilterInputStream {
        Eager(BufferedInputStream stream) {
            super(stream);
        }

        @Override
        public int available() throws IOException {
            in.mark(1);
            boolean more = in.read() >= 0;
            in.reset();
            return more ? Math.max(1, in.available()) : 0;
        }
    }

    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream stream) {
            super(stream);
        }

        @Override
        public void close() {}
    }
}
