// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Checks the files that the configuration names, so that a spelling mistake is a problem of the configuration and not
 * of the first worker. Each method throws IllegalArgumentException with the text of the problem.
 *
 * @param directory where relative paths begin; absolute
 */
record FileChecks(Path directory) {
    /** sun_path has 108 bytes, and one ends the string: unix(7). */
    private static final int MAX_SOCKET_PATH = 107;

    /** An existing folder. */
    Path folder(String text) {
        Path path = directory.resolve(text);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + (Files.exists(path) ? " is no folder" : " does not exist"));
        }
        return path;
    }

    /** A source file must be there and readable; classes are looked for by the worker. */
    ApplicationReference readable(ApplicationReference application) {
        return switch (application) {
            case ApplicationReference.Member member -> member;
            case ApplicationReference.SourceFile source -> {
                Path path = directory.resolve(source.file());
                if (!Files.isRegularFile(path)) {
                    throw new IllegalArgumentException(
                            "the source file " + path + (Files.exists(path) ? " is no file" : " does not exist"));
                }
                mustBeReadable(path);
                yield source;
            }
            case ApplicationReference.WebArchive archive -> {
                Path path = directory.resolve(archive.path());
                if (!Files.exists(path)) {
                    throw new IllegalArgumentException("the WAR file " + path + " does not exist");
                }
                mustBeReadable(path);
                yield archive;
            }
        };
    }

    /** Entries of a class path; those that do not exist are dropped later, those that exist must be readable. */
    List<String> classPath(String text) {
        List<String> entries = split(text);
        for (String entry : entries) {
            Path path = directory.resolve(entry.endsWith("*") ? entry.substring(0, entry.length() - 1) : entry);
            if (Files.exists(path)) {
                mustBeReadable(path);
            }
        }
        return entries;
    }

    /** The entries of a class path; empty ones are dropped, for the working directory has a rule of its own. */
    static List<String> split(String classPath) {
        return Arrays.stream(classPath.split(":")).filter(e -> !e.isBlank()).toList();
    }

    /** {@code -}, or a file that can be made in its folder; returned absolute. */
    String logFile(String text) {
        if (text.equals("-")) {
            return text;
        }
        Path path = directory.resolve(text);
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is a folder; give a file, or - for stdout");
        }
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the folder of " + path + " does not exist; make it first");
        }
        if (!Files.isWritable(Files.exists(path) ? path : folder)) {
            throw new IllegalArgumentException(path + " cannot be written: permission denied");
        }
        return path.toString();
    }

    /** The folder of snapshots. A class path cannot hold a colon, nor the JVM's OnOutOfMemoryError the others. */
    Path state(String text) {
        Path path = folderToMake(text);
        if (path.toString().matches("(?s).*[:;'].*")) {
            throw new IllegalArgumentException(path
                    + " has a colon, a semicolon or a quote, which class path and options of a JVM cannot hold;"
                    + " give another folder");
        }
        return path;
    }

    /** Where a unix socket is to be made: in a folder that is there, and no longer than the kernel allows (unix(7)). */
    Path unixSocket(String text) {
        Path path = directory.resolve(text).normalize();
        Path folder = path.getParent();
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (text.isEmpty() || folder == null || Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is a folder; give a name for the socket in it");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the folder of " + path + " does not exist; make it first");
        }
        if (bytes > MAX_SOCKET_PATH) {
            throw new IllegalArgumentException("the path " + path + " of the socket has " + bytes
                    + " bytes; the kernel allows " + MAX_SOCKET_PATH);
        }
        return path;
    }

    /** A folder that is made when it is not there. */
    Path folderToMake(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("\"\" is no folder; give its name, or . for the working directory");
        }
        Path path = directory.resolve(text);
        for (Path at = path; at != null && !Files.isDirectory(at); at = at.getParent()) {
            if (Files.exists(at)) {
                throw new IllegalArgumentException(at + " is no folder; give a folder, or a name not yet taken");
            }
        }
        return path;
    }

    /** Who may log in: see {@link LoginUsersFile}. */
    List<String> loginUsers(String text) {
        Path path = directory.resolve(text);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(path + (Files.exists(path) ? " is no file" : " does not exist"));
        }
        mustBeReadable(path);
        return LoginUsersFile.read(path);
    }

    private static void mustBeReadable(Path path) {
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(path + " cannot be read: permission denied");
        }
    }
}
