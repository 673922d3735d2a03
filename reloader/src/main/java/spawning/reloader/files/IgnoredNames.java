// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of files that mean nothing wherever they lie: what editors and desktops keep beside the files that they edit, and
 * the folders of version control. What lives for a moment only ({@code sedXXXXXX}, the temporary name of rsync) needs no
 * rule, for it is gone before the quiet period ends.
 */
final class IgnoredNames {
    private static final Set<String> WHOLE = Set.of(".git", ".svn", ".hg", "CVS", ".DS_Store", "4913");

    /** Vim's swap files, backups, Emacs' locks and autosaves, JetBrains' safe writes, GLib's safe writes. */
    private static final Pattern SHAPE = Pattern.compile(
            "\\..*\\.sw[a-z]|.*\\.sw[opqx]|.*~|\\.#.*|#.*#" + "|.*___jb_(tmp|old|bak)___|\\.goutputstream-.*");

    private IgnoredNames() {}

    static boolean matches(String name) {
        return WHOLE.contains(name) || SHAPE.matcher(name).matches();
    }
}
