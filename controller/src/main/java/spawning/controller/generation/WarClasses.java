// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import spawning.controller.generation.ClassMentions.Api;

/**
 * Whether a web application is one that this server can run. The version in web.xml does not tell: applications of all
 * ages have all versions there. Nor do libraries, for many serve both the old and the new interfaces. What counts are the
 * application's own classes: those of WEB-INF/classes, those that web.xml names, and their supertypes in WEB-INF/lib. An
 * application is an old one if some of them speak of javax.servlet and none of jakarta.servlet.
 */
final class WarClasses implements AutoCloseable {
    private static final String CLASS = ".class";
    private static final List<String> JETTY_FILES = List.of("jetty-web.xml", "jetty-env.xml", "web-jetty.xml");
    private static final Pattern OTHER_JETTY =
            Pattern.compile("org\\.eclipse\\.jetty\\.(ee8|ee9|ee10|webapp)\\.[\\w.]+");

    private final Path archive;
    private final Path inf;
    private final Map<String, JarFile> libraries = new HashMap<>();
    private final List<JarFile> open = new ArrayList<>();
    private final Map<String, ClassMentions> own = new HashMap<>();

    /**
     * Opens the libraries.
     *
     * @param archive as named, for messages
     * @param root where it was exploded
     */
    WarClasses(Path archive, Path root) throws IOException {
        this.archive = archive;
        this.inf = root.resolve("WEB-INF");
        try {
            openLibraries();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void openLibraries() throws IOException {
        for (Path file : files(inf.resolve("lib"), 1, ".jar")) {
            JarFile jar;
            try {
                jar = new JarFile(file.toFile(), false);
            } catch (ZipException e) {
                continue; // the worker says what it makes of it
            }
            open.add(jar);
            jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(CLASS))
                    .forEach(name -> libraries.putIfAbsent(name, jar));
        }
    }

    /** @throws PreparationFailed no, and what to do */
    void mustFit() throws PreparationFailed, IOException {
        for (Path file : files(inf.resolve("classes"), Integer.MAX_VALUE, CLASS)) {
            ClassMentions.of(Files.readAllBytes(file)).ifPresent(this::add);
        }
        for (String name : WebXml.classes(inf.resolve("web.xml"), archive)) {
            addByName(name.replace('.', '/'));
        }
        if (own.isEmpty()) {
            addEntryPointsOfLibraries();
        }
        addSupertypes();
        mustBeJakarta();
        mustNotNeedOtherJetty();
        mustNotConfigureOtherJetty();
    }

    private void add(ClassMentions mentions) {
        own.putIfAbsent(mentions.name().replace('.', '/'), mentions);
    }

    /** One that is not in the application is the server's, or missing, which the worker finds. */
    private void addByName(String internalName) throws IOException {
        JarFile jar = libraries.get(internalName + CLASS);
        if (jar != null && !own.containsKey(internalName)) {
            read(jar, internalName + CLASS).ifPresent(this::add);
        }
    }

    private static Optional<ClassMentions> read(JarFile jar, String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return ClassMentions.of(in.readAllBytes());
        }
    }

    /** Builds may pack the application's own classes as a library: then the initializers that they bring tell. */
    private void addEntryPointsOfLibraries() throws IOException {
        for (JarFile jar : open) {
            for (String namespace : List.of("javax", "jakarta")) {
                for (String name : services(jar, namespace + ".servlet.ServletContainerInitializer")) {
                    addByName(name.replace('.', '/'));
                }
            }
        }
    }

    private static List<String> services(JarFile jar, String type) throws IOException {
        ZipEntry entry = jar.getEntry("META-INF/services/" + type);
        if (entry == null) {
            return List.of();
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private void addSupertypes() throws IOException {
        Set<String> done = new HashSet<>();
        List<String> next = new ArrayList<>(own.keySet());
        while (!next.isEmpty()) {
            List<String> found = new ArrayList<>();
            for (String name : next) {
                ClassMentions mentions = own.get(name);
                if (mentions != null && done.add(name)) {
                    for (String supertype : mentions.supertypes()) {
                        addByName(supertype);
                        found.add(supertype);
                    }
                }
            }
            next = found;
        }
    }

    private void mustBeJakarta() throws PreparationFailed {
        Optional<String> old = example(Api.JAVAX_SERVLET);
        if (old.isPresent() && example(Api.JAKARTA_SERVLET).isEmpty()) {
            throw new PreparationFailed(archive + " is written against the old javax.servlet (its class " + old.get()
                    + " is), and this server runs jakarta.servlet 6; have it migrated with Tomcat's tool"
                    + " jakartaee-migration, or take the application's version for Jakarta EE");
        }
    }

    private void mustNotNeedOtherJetty() throws PreparationFailed {
        Optional<String> user = example(Api.OTHER_JETTY);
        boolean brought = libraries.keySet().stream().anyMatch(entry -> entry.startsWith("org/eclipse/jetty/"));
        if (user.isPresent() && !brought) {
            throw new PreparationFailed(archive + " needs classes of Jetty for another version of the servlet standard"
                    + " (its class " + user.get() + " does); this server has those of ee11, and hides them: have the"
                    + " application bring its own, or keep to jakarta.servlet");
        }
    }

    /** What Jetty reads itself, with access to its own classes. */
    private void mustNotConfigureOtherJetty() throws PreparationFailed, IOException {
        for (String name : JETTY_FILES) {
            Path file = inf.resolve(name);
            if (Files.isRegularFile(file)) {
                var other = OTHER_JETTY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                if (other.find()) {
                    throw new PreparationFailed(archive + ": WEB-INF/" + name + " names " + other.group()
                            + ", of another version of Jetty; this server has org.eclipse.jetty.ee11: change the name,"
                            + " or leave the file out");
                }
            }
        }
    }

    /** The first by name, so that the same application gives the same message. */
    private Optional<String> example(Api api) {
        return own.values().stream()
                .filter(mentions -> mentions.apis().contains(api))
                .map(ClassMentions::name)
                .sorted()
                .findFirst();
    }

    private static List<Path> files(Path folder, int depth, String end) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(end) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : open) {
            jar.close();
        }
    }
}
