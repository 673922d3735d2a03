// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A file of the page, from the class path. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record Asset(String type, byte[] bytes, String tag) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*\\.(?<kind>[a-z]+)");
    private static final String FOLDER = "/spawning/controller/status/page/";
    private static final int TAG_BYTES = 8;
    private static final Map<String, Asset> KNOWN = new ConcurrentHashMap<>();

    /** Of that name; empty if there is none. */
    static Optional<Asset> named(String name) {
        var matcher = NAME.matcher(name);
        if (!matcher.matches() || !TYPES.containsKey(matcher.group("kind"))) {
            return Optional.empty();
        }
        Asset known = KNOWN.get(name);
        return known != null ? Optional.of(known) : load(name, TYPES.getOrDefault(matcher.group("kind"), ""));
    }

    private static Optional<Asset> load(String name, String type) {
        try (InputStream in = Asset.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            Asset asset = new Asset(type, bytes, tag(bytes));
            KNOWN.put(name, asset);
            return Optional.of(asset);
        } catch (IOException e) {
            throw new UncheckedIOException("the status page cannot be read from the product's own jar", e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    /** As it is answered; without its content for those who have it. It is asked for again each time: it goes with the product. */
    Answer answer(Question question) {
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-cache");
        return question.knownTag().contains(tag)
                ? new Answer(304, type, new byte[0], headers)
                : new Answer(200, type, bytes, headers);
    }
}
