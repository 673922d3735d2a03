// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {
    @ParameterizedTest
    @EnumSource
    void everyRuleIsSaidInSentencesAndHasASource(Rule rule) {
        assertThat(rule.sentence()).matches("[A-Za-z].*[^.]").doesNotContain("seen");
        assertThat(rule.remedy()).matches("[A-Z].*\\.");
        assertThat(rule.source()).isNotBlank();
        assertThat(rule.id()).matches("[a-z]+(-[a-z]+)+");
    }

    @Test
    void everyRuleHasATest() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            String tests =
                    files.filter(Files::isRegularFile).map(RuleTest::text).collect(Collectors.joining());
            assertThat(Rule.values())
                    .allSatisfy(rule -> assertThat(tests).containsPattern("\\b" + rule.name() + "\\b"));
        }
    }

    @Test
    void everyRuleStandsInTheDocuments() {
        String page = text(Path.of("../docs/wsgi.md"));
        assertThat(Rule.values())
                .allSatisfy(rule -> assertThat(page).contains("| `" + rule.id() + "` | " + shown(rule)));
    }

    private static String shown(Rule rule) {
        return rule.sentence().replace("|", "\\|") + " | ";
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
