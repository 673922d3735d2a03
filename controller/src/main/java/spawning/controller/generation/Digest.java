// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as it is written down: lower-case hexadecimal digits. */
public final class Digest {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest sha256;

    public Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Of a file's content. */
    public static String of(Path file) throws IOException {
        Digest digest = new Digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.sha256.update(buffer, 0, n);
            }
        }
        return digest.hex();
    }

    /** Adds to what is digested. */
    public void update(byte[] bytes) {
        sha256.update(bytes);
    }

    /** Ends the computation. */
    public String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
