// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Is the tarball whole? Its list of contents stands in the Makefile. */
class DistributionTest {
    private static final Path HOME = Path.of(System.getProperty("spawning.home", "../.."))
            .toAbsolutePath()
            .normalize();

    private static final Pattern SHIPPED = Pattern.compile("(?m)^SHIPPED := (.*)$");

    /** A link of Markdown to a file, without an anchor. */
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    @Test
    void noPageOfTheTarballPointsAtSomethingThatIsNotInIt() throws IOException {
        List<Path> shipped = shipped();
        List<String> links = new ArrayList<>();
        for (Path page : pages(shipped)) {
            for (String link : links(page)) {
                Path target = page.resolveSibling(link).normalize();
                assertThat(target).as("%s in %s", link, page).exists();
                assertThat(shipped).as("%s in %s", link, page).anyMatch(target::startsWith);
                links.add(link);
            }
        }
        assertThat(links).contains("HACKING.md", "docs/wsgi.md").hasSizeGreaterThan(10);
    }

    private static List<Path> shipped() throws IOException {
        Matcher list = SHIPPED.matcher(Files.readString(HOME.resolve("Makefile")));
        assertThat(list.find()).isTrue();
        return Stream.of(list.group(1).split(" ")).map(HOME::resolve).toList();
    }

    private static List<Path> pages(List<Path> shipped) throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path part : shipped) {
            assertThat(part).exists();
            try (Stream<Path> files = Files.walk(part)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
    }
}
