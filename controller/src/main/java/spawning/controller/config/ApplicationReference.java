// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the argument APPLICATION names; its shape tells which. */
public sealed interface ApplicationReference {
    /** The application as it was typed. */
    String text();

    /** How people call it in a process title: without folders. */
    String shortName();

    /**
     * A source file, to be compiled.
     *
     * @param file as typed, so maybe relative to the working directory
     */
    record SourceFile(Path file) implements ApplicationReference {
        @Override
        public String text() {
            return file.toString();
        }

        @Override
        public String shortName() {
            return String.valueOf(file.getFileName());
        }
    }

    /**
     * A class, or a static field or method of it. Whether it exists is found out by the worker that loads it.
     *
     * @param className binary name, such as {@code com.acme.Shop} or {@code com.acme.Shop$Inner}
     * @param member field or method; empty for the class itself
     */
    record Member(String className, String member) implements ApplicationReference {
        private static final String NAME = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
        private static final Pattern FORM = Pattern.compile(NAME + "(\\." + NAME + ")*(::" + NAME + ")?");

        @Override
        public String text() {
            return member.isEmpty() ? className : className + "::" + member;
        }

        @Override
        public String shortName() {
            return text();
        }

        /** The file of the class within a folder of classes. */
        public String classFile() {
            return className.replace('.', '/') + ".class";
        }

        /**
         * Understands {@code com.acme.Shop} and {@code com.acme.Shop::app}.
         *
         * @throws IllegalArgumentException it is something else
         */
        public static Member parse(String text) {
            if (text.endsWith(".java")) {
                throw new IllegalArgumentException("\"" + text + "\" is no class; sources beside the application are"
                        + " compiled with it, so name the class");
            }
            if (!FORM.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is no class; write com.acme.Shop or com.acme.Shop::app");
            }
            int colons = text.indexOf("::");
            return colons < 0
                    ? new Member(text, "")
                    : new Member(text.substring(0, colons), text.substring(colons + 2));
        }
    }

    /**
     * A web application: a WAR file, or a folder that holds what such a file would.
     *
     * @param path as typed, so maybe relative to the working directory
     */
    record WebArchive(Path path) implements ApplicationReference {
        @Override
        public String text() {
            return path.toString();
        }

        @Override
        public String shortName() {
            return String.valueOf(path.getFileName());
        }
    }

    /**
     * Tells by its shape what an argument is.
     *
     * @param text the argument
     * @param directory where relative paths begin
     * @throws IllegalArgumentException it is nothing that this release can run; the text says what to give
     */
    static ApplicationReference parse(String text, Path directory) {
        Path path = directory.resolve(text);
        if (text.endsWith(".java")) {
            return new SourceFile(Path.of(text));
        }
        boolean classLike = Member.FORM.matcher(text).matches();
        if (text.endsWith(".war") || Files.isDirectory(path.resolve("WEB-INF"))) {
            return new WebArchive(Path.of(text));
        }
        if (!classLike && Files.isDirectory(path)) {
            throw new IllegalArgumentException("the folder " + path + " has no WEB-INF, so it is no web application;"
                    + " give a WAR file, an exploded one, a class or a source file");
        }
        if (text.endsWith(".jar")) {
            throw new IllegalArgumentException("runnable jars (Spring Boot and others) bring a server of their own;"
                    + " build the application as a WAR, or put the jar on --classpath and name a class");
        }
        if (!classLike) {
            throw new IllegalArgumentException("\"" + text + "\" is no application;"
                    + " write com.acme.Shop, com.acme.Shop::app, path/Hello.java or path/shop.war");
        }
        return Member.parse(text);
    }
}
