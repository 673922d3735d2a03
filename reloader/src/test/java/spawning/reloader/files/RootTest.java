// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class RootTest {
    @Test
    void aPatternIsWatchedFromTheLastFolderThatIsNamed() {
        assertThat(Root.ofPattern("/srv/shop/conf/*.xml").path()).isEqualTo(Path.of("/srv/shop/conf"));
        assertThat(Root.ofPattern("/srv/*/conf/{a,b}.xml").path()).isEqualTo(Path.of("/srv"));
        assertThat(Root.ofPattern("/*.xml").path()).isEqualTo(Path.of("/"));
    }

    @Test
    void onlyWhatMatchesCounts() {
        Root.Filter filter = Root.ofPattern("/srv/shop/conf/*.xml").filter();
        assertThat(filter.wants(Path.of("/srv/shop/conf/a.xml"))).isTrue();
        assertThat(filter.wants(Path.of("/srv/shop/conf/a.txt"))).isFalse();
        assertThat(filter.enters(Path.of("/srv/shop/conf/sub"))).isFalse();
    }

    @Test
    void foldersThatMatchCountWithAllTheyHold() {
        Root.Filter filter = Root.ofPattern("/srv/*/src").filter();
        assertThat(filter.enters(Path.of("/srv/shop"))).isTrue();
        assertThat(filter.wants(Path.of("/srv/shop/README"))).isFalse();
        assertThat(filter.enters(Path.of("/srv/shop/src"))).isTrue();
        assertThat(filter.enters(Path.of("/srv/shop/src/a/b"))).isTrue();
        assertThat(filter.wants(Path.of("/srv/shop/src/a/b/C.java"))).isTrue();
    }

    @Test
    void aPatternOfAnyDepthEntersAllFolders() {
        Root.Filter filter = Root.ofPattern("/srv/**/*.xml").filter();
        assertThat(filter.enters(Path.of("/srv/a/b/c/d"))).isTrue();
        assertThat(filter.wants(Path.of("/srv/a/b/c/d/e.xml"))).isTrue();
    }

    @Test
    void whatIsNoPatternIsRefused() {
        assertThatThrownBy(() -> Root.ofPattern("/srv/[a")).isInstanceOf(PatternSyntaxException.class);
    }
}
