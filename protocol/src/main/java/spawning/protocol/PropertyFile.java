// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What the controller and its helpers write down for each other: texts and lists of texts, in a properties file. */
public final class PropertyFile {
    private final Properties properties;

    private PropertyFile(Properties properties) {
        this.properties = properties;
    }

    /** One that holds nothing yet. */
    public static PropertyFile empty() {
        return new PropertyFile(new Properties());
    }

    /**
     * Reads a file.
     *
     * @throws IOException it cannot be read, or is no properties file
     */
    public static PropertyFile read(Path file) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no properties file", e);
        }
        return new PropertyFile(properties);
    }

    /** Writes it beside the file and renames it, so that the file is there only when it is complete. */
    public void write(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (var out = Files.newBufferedWriter(beside)) {
            properties.store(out, null);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Adds a text. */
    public PropertyFile put(String key, String value) {
        properties.setProperty(key, value);
        return this;
    }

    /** Adds a list of texts. */
    public PropertyFile put(String key, List<String> values) {
        put(key + ".count", Integer.toString(values.size()));
        for (int i = 0; i < values.size(); i++) {
            put(key + "." + i, values.get(i));
        }
        return this;
    }

    /**
     * A text that was put.
     *
     * @throws IOException there is none of that key: the file is not complete
     */
    public String text(String key) throws IOException {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IOException("the key " + key + " is missing");
        }
        return value;
    }

    /** A text that is a path; like {@link #text}. */
    public Path path(String key) throws IOException {
        return Path.of(text(key));
    }

    /** A list that was put; like {@link #text}. */
    public List<String> list(String key) throws IOException {
        List<String> values = new ArrayList<>();
        try {
            int count = Integer.parseInt(text(key + ".count"));
            for (int i = 0; i < count; i++) {
                values.add(text(key + "." + i));
            }
        } catch (NumberFormatException e) {
            throw new IOException("the key " + key + ".count is no number", e);
        }
        return values;
    }
}
