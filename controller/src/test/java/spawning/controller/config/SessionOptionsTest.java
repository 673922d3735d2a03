// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.posix.Posix;
import spawning.protocol.SessionStore;

/** {@code --sessions} and {@code --session-lock}. */
class SessionOptionsTest {
    @TempDir
    private Path folder;

    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void lastingState() {
        variables.put("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    /** Reads a servlet application with options in pairs of name and value. */
    private Reading read(String factory, String... options) {
        List<Given> given = new ArrayList<>();
        given.add(new Given(Option.APPLICATION, "com.acme.Shop", Source.COMMAND_LINE));
        given.add(new Given(Option.FACTORY, factory, Source.COMMAND_LINE));
        for (int i = 0; i < options.length; i += 2) {
            given.add(new Given(Option.ofKey(options[i]).orElseThrow(), options[i + 1], Source.COMMAND_LINE));
        }
        return ConfigReader.read(given, List.of(), variables, folder);
    }

    private ControllerConfig.Sessions sessions(String... options) {
        Reading reading = read("servlet", options);
        return reading.config().orElseGet(() -> fail("%s", reading.problems())).sessions();
    }

    private Path usual(String... options) {
        return ((SessionStore.Folder) sessions(options).store()).path();
    }

    private String problem(String... options) {
        return read("servlet", options).problems().toString();
    }

    @Test
    void sessionsAreInAFolderThatOutlivesTheProcessesUnlessSaidOtherwise() {
        assertThat(usual().getParent()).isEqualTo(folder.resolve("state/spawning/sessions"));
        assertThat(usual().getFileName().toString()).startsWith("com.acme.Shop-");
        assertThat(sessions().lock()).isEqualTo(Duration.ofSeconds(20));
        assertThat(sessions("sessions", "file:kept").store())
                .isEqualTo(new SessionStore.Folder(folder.resolve("kept")));
        assertThat(Files.exists(folder.resolve("kept"))).as("reading made it").isFalse();
    }

    @Test
    void eachInstanceHasAFolderOfItsOwn() throws IOException {
        Files.createDirectory(folder.resolve("elsewhere"));
        assertThat(usual("chdir", "elsewhere")).isNotEqualTo(usual());
        assertThat(usual()).isEqualTo(usual("port", "9000"));
        assertThat(usual("name", "shop").getFileName()).hasToString("shop");
        assertThat(usual("name", "..").normalize().getParent()).isEqualTo(folder.resolve("state/spawning/sessions"));
        assertThat(usual("name", "a/b")).isNotEqualTo(usual("name", "a_b"));
    }

    @Test
    void theServiceManagersFolderCountsMost() {
        variables.put("STATE_DIRECTORY", folder + ":/var/lib/other");
        assertThat(usual("name", "shop")).isEqualTo(folder.resolve("sessions/shop"));
    }

    @Test
    void withoutAFolderOfAUsersOwnItIsTheSystems() {
        var code = read("servlet").config().orElseThrow().code();
        var name = java.util.Optional.of("shop");
        Path system = Path.of("/var/lib/spawning/sessions/shop");
        assertThat(SessionFolder.usual(Map.of("HOME", folder.toString()), 0, name, code))
                .isEqualTo(system);
        assertThat(SessionFolder.usual(Map.of("HOME", "/nonexistent"), 65_534, name, code))
                .isEqualTo(system);
        assertThat(SessionFolder.usual(Map.of("HOME", folder.toString(), "XDG_STATE_HOME", "here"), 1000, name, code))
                .isEqualTo(folder.resolve(".local/state/spawning/sessions/shop"));
    }

    @Test
    void theLockHasALimitOrIsOff() {
        assertThat(sessions("session-lock", "none").lock()).isZero();
        assertThat(sessions("session-lock", "2m").lock()).isEqualTo(Duration.ofMinutes(2));
        for (String wrong : new String[] {"0", "0.5", "3601", "2h"}) {
            assertThat(problem("session-lock", wrong)).contains("--session-lock", "give none, or a time from 1s to 1h");
        }
        assertThat(problem("session-lock", "ten")).contains("--session-lock", "no time");
    }

    @Test
    void memoryWithSeveralWorkersHasToBeForced() {
        assertThat(problem("sessions", "memory")).contains("with 4 processes", "memory:force");
        assertThat(sessions("sessions", "memory", "processes", "1").store()).isInstanceOf(SessionStore.Memory.class);
        assertThat(sessions("sessions", "memory:force").store()).isInstanceOf(SessionStore.Memory.class);
    }

    @Test
    void memoryKeepsTheNumberOfWorkersAtOneUnlessForced() {
        assertThat(mostWorkers("servlet", "memory")).isEqualTo(1);
        assertThat(mostWorkers("servlet", "memory:force")).isGreaterThan(1000);
        assertThat(mostWorkers("servlet", "file")).isGreaterThan(1000);
        assertThat(mostWorkers("wsgi", "memory")).isGreaterThan(1000);
    }

    private int mostWorkers(String factory, String sessions) {
        Reading reading = read(factory, "sessions", sessions, "processes", "1");
        return reading.config().orElseThrow().policy().mostWorkers();
    }

    @Test
    void aPlaceThatIsNotKnownIsRefusedWithoutAPassword() {
        for (String wrong : new String[] {"redis://:hunter2@db", "jdbc:mysql://me:hunter2@db/x"}) {
            assertThat(read("servlet", "sessions", wrong).problems())
                    .singleElement()
                    .asString()
                    .contains("--sessions", "jdbc:postgresql://HOST/DATABASE")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aFolderThatOthersCouldWriteToOrThatCannotBeMadeIsRefused() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(problem("sessions", "file:open")).contains(open + " may be written by others (mode 0770)", "chmod");
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(problem("sessions", "file:file")).contains(file + " is no folder");
        assertThat(problem("sessions", "file:file/below")).contains("cannot be made, for " + file + " is no folder");
    }

    @Test
    void aFolderOfSomebodyElsesIsRefused() {
        assertThatThrownBy(() -> SessionFolder.mustBeUsable(folder, Posix.geteuid() + 1))
                .hasMessageContaining(folder + " belongs to uid " + Posix.geteuid() + ", not to that of the workers");
    }

    @Test
    void applicationsWithoutSessionsPassOverThemSilently() {
        Reading reading = read("wsgi", "sessions", "memory", "session-lock", "none");
        assertThat(reading.config().orElseThrow().sessions()).isEqualTo(ControllerConfig.Sessions.NONE);
        assertThat(reading.warnings()).isEmpty();
        assertThat(read("wsgi", "sessions", "files").problems()).hasSize(1);
    }

    @Test
    void aPasswordIsNeverPrintedAndInACommandLineWarnedOf() {
        String address = "jdbc:postgresql://db/shop?user=me&password=hunter2";
        Reading reading = read("servlet", "sessions", address);
        assertThat(reading.asFile())
                .contains("sessions = jdbc:postgresql://db/shop?user=me&password=***")
                .doesNotContain("hunter2");
        assertThat(reading.warnings())
                .singleElement()
                .asString()
                .contains("password", ".pgpass", "SPAWNING_SESSIONS")
                .doesNotContain("hunter2");
        variables.put("SPAWNING_SESSIONS", address);
        assertThat(read("servlet").warnings()).isEmpty();
        assertThat(sessions().store().text()).as("what the workers get").isEqualTo(address);
    }
}
