// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoredNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4913",
                ".Shop.java.swp",
                ".Shop.java.swx",
                ".Shop.java.swo",
                "Shop.java.swp",
                "Shop.java~",
                ".#Shop.java",
                "#Shop.java#",
                "Shop.java___jb_tmp___",
                "Shop.java___jb_old___",
                ".DS_Store",
                ".goutputstream-X3K1",
                ".git",
                ".svn",
                ".hg",
                "CVS"
            })
    void whatEditorsAndVersionControlKeepMeansNothing(String name) {
        assertThat(IgnoredNames.matches(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Shop.java",
                "sediments",
                "49134",
                ".env",
                ".gitignore",
                "C#",
                "#",
                "shop.bak",
                ".swp.java",
                "cvs"
            })
    void whatAnApplicationMayHoldCounts(String name) {
        assertThat(IgnoredNames.matches(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/shop/log", "/srv/shop/log/access.log"})
    void whatIsLeftOutMeansNothing(String path) {
        assertThat(new Exclusions(List.of(Path.of("/srv/shop/log"))).covers(Path.of(path)))
                .isTrue();
        assertThat(new Exclusions(List.of(Path.of("/srv/shop/lo"))).covers(Path.of(path)))
                .isFalse();
    }
}
