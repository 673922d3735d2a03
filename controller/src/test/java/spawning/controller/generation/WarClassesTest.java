// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarClassesTest {
    @TempDir
    Path folder;

    private int compilations;

    @Test
    void anApplicationOfTheOldInterfacesIsRefusedWhateverItsWebXmlSays() throws Exception {
        webXml("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\"/>");
        inClasses("com.acme.Old", "package com.acme; public class Old implements javax.servlet.Servlet {}");
        refused("old.war is written against the old javax.servlet (its class com.acme.Old is), and this server runs"
                + " jakarta.servlet 6; have it migrated with Tomcat's tool jakartaee-migration");
    }

    @Test
    void soIsOneWhoseServletsAreAllInALibrary() throws Exception {
        webXml("<web-app><filter><filter-class> org.frame.Filter </filter-class></filter></web-app>");
        inClasses("com.acme.Page", "package com.acme; public class Page {}");
        inLibrary(
                "frame.jar",
                "org.frame.Filter",
                "package org.frame; public class Filter { void init(javax.servlet.Servlet s) {} }");
        refused("its class org.frame.Filter is");
    }

    @Test
    void soIsOneThatIsOldByItsSupertype() throws Exception {
        inLibrary(
                "boot.jar",
                "org.boot.Initializer",
                "package org.boot; public class Initializer { void start(javax.servlet.Servlet s) {} }");
        inClasses("com.acme.App", "package com.acme; public class App extends org.boot.Initializer {}");
        refused("its class org.boot.Initializer is");
    }

    @Test
    void soIsOneThatIsPackedAsALibrary() throws Exception {
        inLibrary(
                "all.jar",
                "org.boot.Starter",
                "package org.boot; public class Starter { void start(javax.servlet.Servlet s) {} }",
                "META-INF/services/javax.servlet.ServletContainerInitializer");
        refused("its class org.boot.Starter is");
    }

    @Test
    void aNewApplicationMayBringLibrariesThatAlsoServeTheOldInterfaces() throws Exception {
        inClasses("com.acme.New", "package com.acme; public class New implements jakarta.servlet.Servlet {}");
        inLibrary(
                "both.jar",
                "org.both.Old",
                "package org.both; public class Old implements javax.servlet.Servlet {}",
                "META-INF/services/javax.servlet.ServletContainerInitializer");
        check();
    }

    @Test
    void aNewApplicationMayMentionTheOldInterfacesItself() throws Exception {
        inClasses("com.acme.New", "package com.acme; public class New implements jakarta.servlet.Servlet {}");
        inClasses(
                "com.acme.Old",
                "package com.acme; class Old { boolean is(Object o)"
                        + " { return o instanceof javax.servlet.Servlet; } }");
        check();
    }

    @Test
    void pagesWithoutClassesAreFine() throws Exception {
        Files.createDirectories(folder.resolve("war"));
        check();
    }

    @Test
    void aMalformedWebXmlIsToldWithItsPlace() throws Exception {
        webXml("<web-app>\n  <servlet>\n</web-app>");
        refused("old.war: WEB-INF/web.xml is malformed, line 3, column ");
    }

    @Test
    void aDoctypeIsNotFollowed() throws Exception {
        webXml("<!DOCTYPE web-app PUBLIC \"-//Sun//DTD\" \"http://192.0.2.1/web-app.dtd\"><web-app/>");
        check();
    }

    @Test
    void theClassesOfAnotherJettyAreToldUnlessItBringsThem() throws Exception {
        inClasses("com.acme.New", "package com.acme; public class New { org.eclipse.jetty.ee10.webapp.Context c; }");
        refused("its class com.acme.New does");
        inLibrary("jetty.jar", "org.eclipse.jetty.ee10.webapp.Context", null);
        check();
    }

    @Test
    void jettysOwnConfigurationForAnotherJettyIsTold() throws Exception {
        webXml("<web-app/>");
        Files.writeString(
                folder.resolve("war/WEB-INF/jetty-web.xml"),
                "<Configure class=\"org.eclipse.jetty.ee10.webapp.WebAppContext\"/>");
        refused("WEB-INF/jetty-web.xml names org.eclipse.jetty.ee10.webapp.WebAppContext, of another version of Jetty");
    }

    private void check() throws Exception {
        try (WarClasses classes = new WarClasses(Path.of("old.war"), folder.resolve("war"))) {
            classes.mustFit();
        }
    }

    private void refused(String sentence) {
        assertThatThrownBy(this::check).isInstanceOf(PreparationFailed.class).hasMessageContaining(sentence);
    }

    private void webXml(String text) throws IOException {
        Path inf = Files.createDirectories(folder.resolve("war/WEB-INF"));
        Files.writeString(inf.resolve("web.xml"), text);
    }

    private void inClasses(String name, String source) throws IOException {
        Path compiled = compile(name, source);
        Path file = compiled.resolve(file(name));
        Path target = folder.resolve("war/WEB-INF/classes").resolve(file(name));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
    }

    /** A jar with one class, which a service file may name; without a source one of those of the fixture. */
    private void inLibrary(String jar, String name, String source, String... services) throws IOException {
        Path compiled = compile(name, source == null ? "package none; class None {}" : source);
        Path lib = Files.createDirectories(folder.resolve("war/WEB-INF/lib"));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(lib.resolve(jar)))) {
            zip.putNextEntry(new ZipEntry(file(name)));
            Files.copy(compiled.resolve(file(name)), zip);
            for (String service : services) {
                zip.putNextEntry(new ZipEntry(service));
                zip.write((name + " # the only one\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }

    private static String file(String name) {
        return name.replace('.', '/') + ".class";
    }

    /** Together with stand-ins for the interfaces, and with what is in the libraries already. */
    private Path compile(String name, String source) throws IOException {
        Path place = Files.createDirectories(folder.resolve("compiled-" + compilations++));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", place.toString(), "-cp", libraries()));
        String[] sources = {
            "package javax.servlet; public interface Servlet {}",
            "package jakarta.servlet; public interface Servlet {}",
            "package org.eclipse.jetty.ee10.webapp; public class Context {}",
            source
        };
        for (int i = 0; i < sources.length; i++) {
            String type = i < 2 ? "Servlet" : i == 2 ? "Context" : name.substring(name.lastIndexOf('.') + 1);
            Path file = place.resolve("source" + i).resolve(type + ".java");
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, sources[i]).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return place;
    }

    private String libraries() throws IOException {
        Path lib = folder.resolve("war/WEB-INF/lib");
        if (!Files.isDirectory(lib)) {
            return "";
        }
        try (Stream<Path> files = Files.list(lib)) {
            return String.join(":", files.map(Path::toString).toList());
        }
    }
}
