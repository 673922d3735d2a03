// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.edit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import spawning.benchmarks.contender.Tool;

/** Quarkus in its development mode, which looks for changes when a request comes, and compiles them itself. */
record QuarkusDev(Path home) implements Peer {
    @Override
    public String name() {
        return "quarkus";
    }

    @Override
    public String settings() {
        return "Quarkus 3.20.0, quarkus-rest; mvn quarkus:dev, without its console and debugger";
    }

    @Override
    public Optional<String> missing() {
        return Tool.output("mvn", "-v").isPresent() ? Optional.empty() : Optional.of("no mvn");
    }

    @Override
    public String file() {
        return "src/main/java/Hello.java";
    }

    @Override
    public String source(String word) {
        return """
                import jakarta.ws.rs.GET;
                import jakarta.ws.rs.Path;

                @Path("/")
                public class Hello {
                    @GET
                    public String hello() {
                        return "Hello, %s!";
                    }
                }
                """.formatted(word);
    }

    @Override
    public List<String> command(int port, Path scratch) throws IOException {
        save(scratch, FIRST);
        var _ = Files.copy(home.resolve("benchmarks/src/peers/quarkus/pom.xml"), scratch.resolve("pom.xml"));
        return List.of(
                "mvn",
                "-B",
                "-f",
                scratch.resolve("pom.xml").toString(),
                "quarkus:dev",
                "-Ddebug=false",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.console.enabled=false",
                "-Dquarkus.analytics.disabled=true");
    }
}
