// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import spawning.protocol.WatchList;
import spawning.protocol.WatchList.Revisions;

class ReloaderArgumentsTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    @Test
    void aloneItWatchesPathsAndPatternsFromTheWorkingDirectory() throws Exception {
        WatchList list =
                alone("--pid", "7", "--watch", "src", "--watch", "conf/*.xml").watchList();
        assertThat(list.paths()).containsExactly(HERE.resolve("src"));
        assertThat(list.patterns()).containsExactly(HERE + "/conf/*.xml");
        assertThat(list.workingCopies()).isEmpty();
    }

    @Test
    void withoutAWorkingCopyItIsTheWorkingDirectory() throws Exception {
        WatchList list = alone("--pid", "7", "--revisions", "git").watchList();
        assertThat(list.revisions()).isEqualTo(Revisions.GIT);
        assertThat(list.workingCopies()).isEqualTo(List.of(HERE));
    }

    @Test
    void theControllerNeedsNoMore() throws Exception {
        assertThat(ReloaderArguments.parse("--controller")).isEqualTo(new ReloaderArguments.OfController());
    }

    @Test
    void eachMisuseIsToldInOneSentence() {
        assertMisuse("--pid is missing", "--watch", "src");
        assertMisuse("nothing to watch", "--pid", "7");
        assertMisuse("--pid -7: not the number of a process", "--pid", "-7", "--watch", "src");
        assertMisuse("--pid 0: not the number", "--pid", "0", "--watch", "src");
        assertMisuse("--pid seven: not the number", "--pid", "seven", "--watch", "src");
        assertMisuse("--watch needs a value", "--pid", "7", "--watch");
        assertMisuse("--revisions hg: neither git nor svn", "--pid", "7", "--revisions", "hg");
        assertMisuse("--working-copy without --revisions", "--pid", "7", "--watch", "a", "--working-copy", ".");
        assertMisuse("unknown option '--wotch'", "--pid", "7", "--wotch", "src");
        assertThatThrownBy(() -> alone("--pid", "7", "--watch", "src/[a").watchList())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no pattern");
    }

    private static ReloaderArguments.Alone alone(String... args) throws UsageException {
        return (ReloaderArguments.Alone) ReloaderArguments.parse(args);
    }

    private static void assertMisuse(String sentence, String... args) {
        assertThatThrownBy(() -> ReloaderArguments.parse(args))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(sentence);
    }
}
