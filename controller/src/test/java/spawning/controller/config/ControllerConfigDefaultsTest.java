// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import spawning.controller.aot.AotMode;
import spawning.controller.evidence.EvidenceKind;
import spawning.controller.plan.Limits;
import spawning.controller.plan.OnCrash;
import spawning.controller.plan.Policy;
import spawning.protocol.WarmUpSettings;

/** Pins every default: who changes one changes what runs at every user's. */
class ControllerConfigDefaultsTest {
    private static final Path HERE = Path.of("/");

    private final ControllerConfig config = ConfigReader.read(
                    List.of(new Given(Option.APPLICATION, "com.acme.Shop", Source.COMMAND_LINE)),
                    List.of(),
                    Map.of(),
                    HERE)
            .config()
            .orElseThrow();

    @Test
    void everyDefaultIsPinned() {
        assertThat(config)
                .isEqualTo(new ControllerConfig(
                        new ControllerConfig.Code(
                                "wsgi",
                                new ApplicationReference.Member("com.acme.Shop", ""),
                                List.of(),
                                false,
                                List.of(),
                                List.of(),
                                HERE,
                                "",
                                List.of()),
                        new ControllerConfig.Listening(List.of("127.0.0.1:8080"), 2048),
                        new Policy(
                                4,
                                1,
                                4,
                                Duration.ofSeconds(120),
                                Duration.ofSeconds(60),
                                5,
                                OnCrash.REPLACE,
                                new Limits(0, 0, Duration.ZERO, 0, Duration.ofSeconds(30))),
                        new ControllerConfig.WorkerProcess(
                                "com.acme.Shop", List.of(), Map.of(), OptionalInt.empty(), OptionalInt.empty()),
                        new ControllerConfig.Http(
                                4,
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60),
                                Duration.ZERO,
                                new ByteSize(65536),
                                new ByteSize(1L << 30),
                                1000,
                                List.of("127.0.0.1", "::1", "unix")),
                        new ControllerConfig.Logging("-", "spawning", "X-Request-Id", "INFO", false),
                        new ControllerConfig.Reloading(
                                ControllerConfig.Reloading.How.NONE, List.of(), List.of(), List.of()),
                        new WarmUpSettings(List.of(), "localhost", Duration.ofSeconds(5), 0),
                        new ControllerConfig.Evidence(
                                EvidenceKind.BASIC, config.evidence().folder(), new ByteSize(256L << 20)),
                        new ControllerConfig.Aot(AotMode.AUTO, Duration.ofSeconds(10), Optional.empty()),
                        ControllerConfig.Sessions.NONE,
                        new ControllerConfig.Status("127.0.0.1", 0),
                        new ControllerConfig.Seen(false, false, false, List.of("127.0.0.0/8", "::1")),
                        ControllerConfig.Service.FOREGROUND,
                        Optional.empty(),
                        Optional.empty(),
                        config.inEffect()));
    }

    @Test
    void workersAreToldWhatConcernsThem() {
        var settings = config.workerSettings(7, "Hello", List.of(Path.of("/gen-7/01-shop.jar")), HERE, List.of());

        assertThat(settings.generation()).isEqualTo(7);
        assertThat(settings.application()).isEqualTo("Hello");
        assertThat(settings.libraries()).as("the JVM's class path has them").isEmpty();
        assertThat(settings.maxHeader()).isEqualTo(65536);
        assertThat(settings.keepAlive()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.bootTimeout()).isEqualTo(config.policy().bootTimeout());
        assertThat(settings.accessLog()).isEqualTo("-");
        assertThat(settings.insight()).as("nothing is asked for").isNull();
    }
}
