// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * Writes the test application into a folder, as source, as classes or as a jar, in any version. It is
 * {@code resources/applications/Shop.java}; with classes it is {@code com.acme.Shop}.
 */
public final class TestApplications {
    /** What a version of the shop does while it is loaded. */
    public enum OnLoad {
        NOTHING(""),
        THROWS("if (true) throw new IllegalStateException(\"the shelves are empty\");"),
        EXITS("System.exit(7);"),
        HANGS("new CountDownLatch(1).await();"),
        DOES_NOT_COMPILE("int shelves = \"many\";"),
        /** Throws while the file of the system property {@code shop.broken} exists. */
        THROWS_WHILE_BROKEN("if (new java.io.File(System.getProperty(\"shop.broken\")).exists())"
                + " throw new IllegalStateException(\"the shop is broken\");"),
        /** Hangs when the file of the system property {@code shop.broken} exists. */
        HANGS_WHILE_BROKEN("if (new java.io.File(System.getProperty(\"shop.broken\")).exists())"
                + " new CountDownLatch(1).await();");

        private final String statement;

        OnLoad(String statement) {
            this.statement = statement;
        }
    }

    /** The class that {@link #classes} and {@link #jar} make. */
    public static final String CLASS = "com.acme.Shop";

    /** The class that {@link #servlet} makes. */
    public static final String SERVLET = "com.acme.ShopServlet";

    private static final String PACKAGE = "package com.acme;";

    private TestApplications() {}

    /** Writes {@code Shop.java}, and {@code Lazy.java} beside it, without a package, and returns the former. */
    public static Path source(Path folder, String version, OnLoad onLoad) {
        write(folder.resolve("Lazy.java"), lazy(version).replace(PACKAGE, ""));
        return write(folder.resolve("Shop.java"), shop(version, onLoad).replace(PACKAGE, ""));
    }

    /** Writes an application of one source file from the resources, as it stands, and returns the file. */
    public static Path single(Path folder, String template) {
        return write(folder.resolve(template), template(template));
    }

    /** Compiles the shop into a class folder, over what is there, and returns the folder. */
    public static Path classes(Path folder, String version, OnLoad onLoad) {
        Path sources = temporaryFolder();
        List<Path> files = List.of(
                write(sources.resolve("Shop.java"), shop(version, onLoad)),
                write(sources.resolve("Lazy.java"), lazy(version)),
                write(sources.resolve("Frame.java"), template("Frame.java")));
        compile(files, folder, contract());
        removeAll(sources);
        return folder;
    }

    /** Compiles other templates into a class folder, and returns the folder. */
    public static Path compiled(Path folder, String... templates) {
        Path sources = temporaryFolder();
        List<Path> files = Stream.of(templates)
                .map(name -> write(sources.resolve(name), template(name)))
                .toList();
        compile(files, folder, contract());
        removeAll(sources);
        return folder;
    }

    /** Compiles a class of this full name whose public constant OWNER says that it is the application's. */
    public static void foreignClass(Path folder, String name) {
        int dot = name.lastIndexOf('.');
        Path sources = temporaryFolder();
        Path file = sources.resolve(name.substring(dot + 1) + ".java");
        String text = template("Foreign.java")
                .replace(PACKAGE, "package " + name.substring(0, dot) + ";")
                .replace("class Foreign", "class " + name.substring(dot + 1));
        compile(List.of(write(file, text)), folder, contract());
        removeAll(sources);
    }

    /** Compiles a program of its own from the resources against a library. */
    static void program(Path folder, String template, Path library) {
        Path sources = temporaryFolder();
        compile(List.of(write(sources.resolve(template), template(template))), folder, library);
        removeAll(sources);
    }

    /** Compiles the shop as a servlet into a class folder, over what is there, and returns the folder. */
    public static Path servlet(Path folder, String version) {
        return servletClass(folder, "ShopServlet.java", version);
    }

    /** Compiles another template against the servlet API, and returns the folder. */
    public static Path servletClasses(Path folder, String template) {
        return servletClass(folder, template, "");
    }

    /** Compiles an endpoint for WebSockets at /socket into a class folder, over what is there, and returns the folder. */
    public static Path webSocket(Path folder, String version) {
        Path sources = temporaryFolder();
        String text = template("Socket.java").replace("@VERSION@", version);
        String interfaces = libraryOf(jakarta.websocket.server.ServerEndpoint.class) + ":"
                + libraryOf(jakarta.websocket.Session.class);
        compile(List.of(write(sources.resolve("Socket.java"), text)), folder, interfaces);
        removeAll(sources);
        return folder;
    }

    /** Compiles the servlet of sessions, whose class in sessions has this serial number, and returns the folder. */
    public static Path sessions(Path folder, String version, int serial) {
        Path sources = temporaryFolder();
        String text =
                template("SessionServlet.java").replace("@VERSION@", version).replace("@SERIAL@", "" + serial);
        compile(
                List.of(write(sources.resolve("SessionServlet.java"), text)),
                folder,
                libraryOf(jakarta.servlet.Servlet.class));
        removeAll(sources);
        return folder;
    }

    private static Path servletClass(Path folder, String template, String version) {
        Path sources = temporaryFolder();
        Path source = write(sources.resolve(template), template(template).replace("@VERSION@", version));
        compile(List.of(source), folder, libraryOf(jakarta.servlet.Servlet.class));
        removeAll(sources);
        return folder;
    }

    /** Packs a shop into a jar, overwriting in place, so that the file stays the same file with other contents. */
    public static Path jar(Path jar, String version, OnLoad onLoad) {
        Path folder = classes(temporaryFolder(), version, onLoad);
        pack(folder, jar);
        removeAll(folder);
        return jar;
    }

    /** Packs a folder into a jar, overwriting in place. */
    public static void pack(Path folder, Path jar) {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new AssertionError("cannot write " + jar, e);
        }
    }

    private static String shop(String version, OnLoad onLoad) {
        return template("Shop.java").replace("@VERSION@", version).replace("/*ON_LOAD*/", onLoad.statement);
    }

    private static String lazy(String version) {
        return template("Lazy.java").replace("@VERSION@", version);
    }

    /** The text of a test application as it stands in the resources. */
    public static String template(String name) {
        try (InputStream in = TestApplications.class.getResourceAsStream("/applications/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("cannot read the test application " + name, e);
        }
    }

    private static void compile(List<Path> files, Path folder, Path classPath) {
        compile(files, folder, classPath.toString());
    }

    private static void compile(List<Path> files, Path folder, String classPath) {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", folder.toString()));
        arguments.addAll(List.of("-cp", classPath));
        files.forEach(file -> arguments.add(file.toString()));
        var said = new java.io.ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(InputStream.nullInputStream(), said, said, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new AssertionError("a test application does not compile:\n" + said.toString(StandardCharsets.UTF_8));
        }
    }

    /** The jar or folder of {@code spawning.wsgi}. */
    private static Path contract() {
        return libraryOf(spawning.wsgi.Application.class);
    }

    private static Path libraryOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(type + " is in no file", e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("shop");
        } catch (IOException e) {
            throw new AssertionError("cannot make a temporary folder", e);
        }
    }

    /** Removes a folder with all that is in it. */
    static void removeAll(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot remove " + folder, e);
        }
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError("cannot write " + file, e);
        }
    }
}
