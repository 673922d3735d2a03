// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spawning.controller.cli.SpawningCommand;
import spawning.ctl.SpawningCtl;

/** Do the shell and man understand what is made for them, and is nothing left out? */
class ManualMainTest {
    @TempDir
    private Path share;

    @BeforeEach
    void make() throws IOException {
        ManualMain.main(new String[] {share.toString(), "1.2.3", "2026-11-22T00:00:00Z"});
    }

    @Test
    void everyOptionOfEveryCommandStandsInAManualPage() throws IOException {
        for (CommandLine command : List.of(SpawningCommand.commandLine(), SpawningCtl.commandLine())) {
            check(command.getCommandSpec());
            for (CommandLine sub : command.getSubcommands().values()) {
                if (!sub.getCommandSpec().helpCommand()) {
                    check(sub.getCommandSpec());
                }
            }
        }
    }

    @Test
    void manualPagesAreRoffWithoutAWarning() throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/groff")).exists();
        for (Path page : pages()) {
            assertThat(output("groff", "-man", "-ww", "-z", "-Tutf8", "-K", "utf8", page.toString()))
                    .as("%s", page)
                    .isEmpty();
        }
        assertThat(output(
                        "groff",
                        "-man",
                        "-Tascii",
                        "-P-cbou",
                        share.resolve("man/man1/spawning-ctl-analyze.1").toString()))
                .contains("SYNOPSIS", "--group-by", "'-1 hour'", "%h %l %u %t \"%r\" %>s %b %D")
                .doesNotContain("%%");
    }

    @Test
    void bashCompletesSubcommandsAndOptions() throws IOException, InterruptedException {
        assertThat(completions("spawning-ctl", "an")).containsExactly("analyze");
        assertThat(completions("spawning-ctl", "analyze", "--gr")).containsExactly("--group-by");
        assertThat(completions("spawning", "--ho")).containsExactly("--host");
        assertThat(completions("spawning-ctl", "analyze", "--format", "")).contains("TEXT", "CSV", "JSON");
        assertThat(completions("spawning", "--warmup-h")).containsExactly("--warmup-host");
        assertThat(completions("spawning", "--nothing")).isEmpty();
    }

    private void check(CommandSpec spec) throws IOException {
        String page = Files.readString(share.resolve("man/man1/" + spec.qualifiedName("-") + ".1"));
        for (OptionSpec option : spec.options()) {
            String term = "\\fB" + String.join(", ", option.names()).replace("-", "\\-");
            assertThat(page.contains(term + "\\fR") || page.contains(term + "=") || page.contains(term + "[="))
                    .as("%s in the page of %s", option.longestName(), spec.name())
                    .isEqualTo(!option.hidden());
        }
        assertThat(page).contains("Spawning 1.2.3", "2026-11-22", ".SH NAME");
    }

    private List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(share.resolve("man/man1"))) {
            return files.toList();
        }
    }

    private List<String> completions(String... words) throws IOException, InterruptedException {
        String script = """
                set -eu
                source "$1"; shift
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                entry=$(complete -p "$1" | sed 's/.*-F \\([^ ]*\\).*/\\1/')
                set +eu
                compopt() { :; } # bash knows it only while somebody presses TAB
                "$entry" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        command.add(share.resolve("bash-completion/completions/" + words[0]).toString());
        command.addAll(List.of(words));
        return output(command.toArray(String[]::new))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("exit code of %s: %s", List.of(command), text)
                .isZero();
        return text;
    }
}
