// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.edit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;

/**
 * Spring Boot with its devtools, which watch the classes. A compiler in this JVM, warm as that of an IDE, makes them.
 *
 * @param options of devtools; none are its defaults
 */
record Devtools(String name, Path home, List<String> options) implements Peer {
    @Override
    public String settings() {
        return "Spring Boot 3.5.6, spring-boot-starter-web, devtools, -XX:TieredStopAtLevel=1 as its Maven plug-in sets it; "
                + (options.isEmpty() ? "its defaults" : String.join(" ", options));
    }

    @Override
    public Optional<String> missing() {
        return Files.isDirectory(libraries())
                ? Optional.empty()
                : Optional.of("no " + libraries() + "; make bench BENCH=edit fetches it");
    }

    @Override
    public String file() {
        return "src/hello/Hello.java";
    }

    @Override
    public String source(String word) {
        return """
                package hello;

                import org.springframework.boot.SpringApplication;
                import org.springframework.boot.autoconfigure.SpringBootApplication;
                import org.springframework.web.bind.annotation.GetMapping;
                import org.springframework.web.bind.annotation.RestController;

                @SpringBootApplication
                @RestController
                public class Hello {
                    @GetMapping("/")
                    public String hello() {
                        return "Hello, %s!";
                    }

                    public static void main(String[] arguments) {
                        SpringApplication.run(Hello.class, arguments);
                    }
                }
                """.formatted(word);
    }

    @Override
    public void save(Path scratch, String word) throws IOException {
        Peer.super.save(scratch, word);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        InputStream.nullInputStream(),
                        said,
                        said,
                        "-proc:none",
                        "-cp",
                        classPath(),
                        "-d",
                        scratch.resolve("classes").toString(),
                        scratch.resolve(file()).toString());
        if (status != 0) {
            throw new IOException(said.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public List<String> command(int port, Path scratch) throws IOException {
        save(scratch, FIRST);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", scratch.resolve("classes") + ":" + classPath()));
        command.addAll(List.of("hello.Hello", "--server.address=127.0.0.1", "--server.port=" + port));
        options.forEach(option -> command.add("--spring.devtools.restart." + option));
        return command;
    }

    private String classPath() throws IOException {
        try (var jars = Files.list(libraries())) {
            return String.join(":", jars.map(Path::toString).sorted().toList());
        }
    }

    private Path libraries() {
        return home.resolve("benchmarks/target/spring-boot");
    }
}
