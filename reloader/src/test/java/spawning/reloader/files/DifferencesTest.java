// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Path A = Path.of("/srv/shop/src/A.java");
    private static final Path B = Path.of("/srv/shop/src/B.java");
    private static final Names NAMES = new Names(Path.of("/srv/shop"), List.of(Path.of("/opt/lib")));

    private final Differences differences = new Differences();

    @Test
    void whatChangesAndChangesBackIsNoDifference() {
        differences.note(A, 5, 6);
        differences.note(A, 6, 7);
        assertThat(differences.isEmpty()).isFalse();
        differences.note(A, 7, 5);
        assertThat(differences.isEmpty()).isTrue();
    }

    @Test
    void whatComesAndGoesBeforeItIsToldIsNoDifference() {
        differences.note(A, Fingerprint.ABSENT, 6);
        differences.note(A, 6, Fingerprint.ABSENT);
        assertThat(differences.isEmpty()).isTrue();
    }

    @Test
    void oneFileIsNamedAndOthersAreCounted() {
        differences.note(B, 5, 6);
        assertThat(differences.text(NAMES)).isEqualTo("src/B.java");
        differences.note(A, 5, 6);
        differences.noteFolder(Path.of("/srv/shop/src"), Fingerprint.ABSENT, Fingerprint.FOLDER);
        assertThat(differences.text(NAMES)).isEqualTo("src/A.java and 1 more");
    }

    @Test
    void pathsOutsideTheWorkingDirectoryAreNamedFromTheWatchedFolder() {
        assertThat(NAMES.of(Path.of("/opt/lib/x/y.jar"))).isEqualTo("x/y.jar");
        assertThat(NAMES.of(Path.of("/opt/lib"))).isEqualTo("/opt/lib");
        assertThat(NAMES.of(Path.of("/etc/shop.conf"))).isEqualTo("/etc/shop.conf");
    }
}
