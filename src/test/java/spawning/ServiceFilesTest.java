// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Are the files of the init systems well written? What they do is shown by Service*IT. */
class ServiceFilesTest {
    private static final Path HOME = Path.of(System.getProperty("spawning.home", "../.."))
            .toAbsolutePath()
            .normalize();

    private static final Path SCRIPTS = HOME.resolve("init-scripts");

    @Test
    void shellcheckFindsNothing() throws Exception {
        assertThat(shellcheck(
                        "init-scripts/debian/spawning", "init-scripts/fedora/spawning", "init-scripts/instance.sh"))
                .isEmpty();
        assertThat(shellcheck("-s", "sh", "-e", "SC2034,SC2154", "init-scripts/openrc/spawning.initd"))
                .isEmpty();
        assertThat(shellcheck("-s", "sh", "-e", "SC2034", "conf/default")).isEmpty();
    }

    @Test
    void everyFileSaysHowItIsSetUp() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            List<Path> silent = files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("README.md") && !file.endsWith("instance.sh"))
                    .filter(file -> !text(file).contains("Set up"))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    @Test
    void everySettingIsExplainedAndEveryExplainedOneIsRead() {
        Pattern name = Pattern.compile("SPAWNING_[A-Z_]+|JAVA_HOME");
        List<String> explained = names(name, text(HOME.resolve("conf/default")));
        List<String> read = names(
                name,
                text(SCRIPTS.resolve("instance.sh"))
                        + text(SCRIPTS.resolve("debian/spawning"))
                        + text(SCRIPTS.resolve("fedora/spawning"))
                        + text(SCRIPTS.resolve("openrc/spawning.initd")));
        assertThat(explained).isEqualTo(read);
    }

    @Test
    void theScriptsWaitLongerThanTheDeadman() {
        Pattern deadman = Pattern.compile("(?m)^deadman = (\\d+)$");
        int seconds = first(deadman, HOME.resolve("conf/spawning.conf.example"));
        assertThat(first(Pattern.compile("SPAWNING_STOP_TIMEOUT:-(\\d+)"), SCRIPTS.resolve("instance.sh")))
                .isGreaterThan(seconds);
        assertThat(first(Pattern.compile("TimeoutStopSec=(\\d+)"), SCRIPTS.resolve("systemd/spawning@.service")))
                .isGreaterThan(seconds);
    }

    private static String shellcheck(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("shellcheck", "--external-sources"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notThere) {
            return Assumptions.abort("no shellcheck, which this test needs: " + notThere.getMessage());
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group())
                .sorted()
                .distinct()
                .toList();
    }

    private static int first(Pattern pattern, Path file) {
        return pattern.matcher(text(file))
                .results()
                .map(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + pattern + " in " + file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}
