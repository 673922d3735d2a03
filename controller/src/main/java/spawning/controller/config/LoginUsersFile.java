// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A file of users as Jetty has it, {@code realm.properties}: {@code user: password,role,...} a line. The password stands there as it
 * is, or as {@code OBF:}, {@code MD5:}, {@code MD:} or {@code CRYPT:}. Messages name users and never passwords.
 */
final class LoginUsersFile {
    private static final String FORM = "write user: password,role";

    /** What Jetty can read of its notations; another beginning is part of a plain password. */
    private static final Map<String, Pattern> NOTATIONS = Map.of(
            "OBF:", Pattern.compile("(U[0-9a-zA-Z]{4}|[0-9a-z]{4})+"),
            "MD5:", Pattern.compile("\\p{XDigit}{32}"),
            "MD:", Pattern.compile("[^:]+:.+"),
            "CRYPT:", Pattern.compile("[./0-9A-Za-z]{13}"));

    private LoginUsersFile() {}

    /**
     * The users, sorted by name, each as {@code name:password,role,role}.
     *
     * @throws IllegalArgumentException the file cannot be read, or holds no user, or one that is malformed
     */
    static List<String> read(Path path) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(path)) {
            properties.load(in);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(path + " is not written in UTF-8; convert it, as with iconv", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(path + " cannot be read: " + e.getMessage(), e);
        }
        List<String> users = new ArrayList<>();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            users.add(user(path, name, properties.getProperty(name)));
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException(path + " names no user; " + FORM);
        }
        return users;
    }

    /** HTTP's Basic authentication can have no colon in a name: RFC 7617, section 2. */
    private static String user(Path path, String name, String value) {
        if (name.isEmpty() || name.contains(":")) {
            throw new IllegalArgumentException(path + ": \"" + name + "\" cannot be the name of a user; " + FORM);
        }
        List<String> parts = List.of(value.split(",", -1));
        String password = parts.getFirst().strip();
        if (password.isEmpty()) {
            throw new IllegalArgumentException(path + ": the user " + name + " has no password; " + FORM);
        }
        NOTATIONS.forEach((prefix, form) -> {
            if (password.startsWith(prefix)
                    && !form.matcher(password.substring(prefix.length())).matches()) {
                throw new IllegalArgumentException(path + ": the password of " + name + " begins with " + prefix
                        + " and is not in that form; make it anew");
            }
        });
        List<String> roles = parts.stream().skip(1).map(String::strip).toList();
        if (roles.contains("")) {
            throw new IllegalArgumentException(path + ": the user " + name + " has a role without a name; " + FORM);
        }
        return name + ":" + password + (roles.isEmpty() ? "" : "," + String.join(",", roles));
    }
}
