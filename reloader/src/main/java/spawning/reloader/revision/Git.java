// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import spawning.reloader.revision.Command.Result;

/**
 * Git, by its plumbing: HEAD of a working copy and of its submodules that are checked out. Uncommitted edits do not count.
 */
final class Git implements VersionControl {
    /** Not a text of git's: a repository without a commit. */
    private static final Revision NONE = new Revision("none", "none");

    private static final int SHORT = 7;
    private static final String PATH_OF_SUBMODULE = "^submodule\\..*\\.path$";

    private final Command command;
    private final Map<Path, Path> gitFolders = new ConcurrentHashMap<>();

    Git(Command command) {
        this.command = command;
    }

    @Override
    public String name() {
        return "git";
    }

    @Override
    public String marker() {
        return ".git";
    }

    @Override
    public WorkingCopies read(Path folder) throws Trouble, InterruptedException {
        Path top = Path.of(ask(folder, "rev-parse", "--show-toplevel"));
        SortedMap<Path, Revision> revisions = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        add(top, revisions, files);
        gitFolders.put(folder, gitFolder(top));
        return new WorkingCopies(revisions, files);
    }

    private void add(Path top, SortedMap<Path, Revision> revisions, List<Path> files)
            throws Trouble, InterruptedException {
        if (revisions.containsKey(top)) {
            return;
        }
        revisions.put(top, head(top));
        files.addAll(files(top));
        for (Path submodule : submodules(top)) {
            if (Files.exists(submodule.resolve(marker()))) {
                add(submodule, revisions, files);
            }
        }
    }

    private Revision head(Path top) throws Trouble, InterruptedException {
        Result<String> head = run(top, "rev-parse", "--verify", "--quiet", "HEAD");
        String id = head.value();
        if (head.exit() == 0 && id != null && !id.isEmpty()) {
            return new Revision(id, id.substring(0, Math.min(SHORT, id.length())));
        }
        if (head.exit() == 1 && run(top, "symbolic-ref", "--quiet", "HEAD").exit() == 0) {
            return NONE;
        }
        throw Trouble.said(name(), top, head.exit(), head.error());
    }

    /** Relative paths are as seen from the top folder, in which it is asked. */
    private Path gitFolder(Path top) throws Trouble, InterruptedException {
        return top.resolve(ask(top, "rev-parse", "--absolute-git-dir"));
    }

    /** Where each kind of ref store keeps what HEAD says (gitrepository-layout(5), "reftable"). */
    private List<Path> files(Path top) throws Trouble, InterruptedException {
        Path git = gitFolder(top);
        Path common = top.resolve(ask(top, "rev-parse", "--git-common-dir")).normalize();
        List<Path> files = new ArrayList<>(List.of(
                git.resolve("HEAD"),
                git.resolve("logs/HEAD"),
                git.resolve("reftable/tables.list"),
                common.resolve("reftable/tables.list"),
                common.resolve("packed-refs"),
                top.resolve(".gitmodules")));
        Result<String> branch = run(top, "symbolic-ref", "--quiet", "HEAD");
        String ref = branch.value();
        if (branch.exit() == 0 && ref != null) {
            files.add(common.resolve(ref));
        }
        return files;
    }

    private List<Path> submodules(Path top) throws Trouble, InterruptedException {
        if (!Files.isRegularFile(top.resolve(".gitmodules"))) {
            return List.of();
        }
        Result<String> listed =
                run(top, "config", "--file", ".gitmodules", "--null", "--get-regexp", PATH_OF_SUBMODULE);
        String text = listed.value();
        return listed.exit() == 0 && text != null ? submodules(top, text) : List.of();
    }

    /** Reads {@code key LF path NUL}. */
    static List<Path> submodules(Path top, String listed) {
        List<Path> paths = new ArrayList<>();
        for (String entry : listed.split("\0")) {
            int lineFeed = entry.indexOf('\n');
            if (lineFeed >= 0) {
                paths.add(top.resolve(entry.substring(lineFeed + 1)).normalize());
            }
        }
        return paths;
    }

    /** The log of HEAD's moves; one without a log (a bare clone has none) is taken to have rested. */
    @Override
    public boolean provesAMove(Path file) {
        return file.endsWith("logs/HEAD");
    }

    @Override
    public List<Path> underWay(Path folder) {
        Path git = gitFolders.get(folder);
        return git == null
                ? List.of()
                : List.of(git.resolve("index.lock"), git.resolve("rebase-merge"), git.resolve("rebase-apply"));
    }

    private String ask(Path folder, String... words) throws Trouble, InterruptedException {
        Result<String> result = run(folder, words);
        String value = result.value();
        if (result.exit() != 0 || value == null || value.isEmpty()) {
            throw Trouble.said(name(), folder, result.exit(), result.error());
        }
        return value;
    }

    private Result<String> run(Path folder, String... words) throws Trouble, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return this.command.text(folder, command);
    }
}
