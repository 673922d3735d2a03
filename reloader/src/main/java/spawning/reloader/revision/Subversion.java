// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import spawning.reloader.revision.Command.Reading;
import spawning.reloader.revision.Command.Result;

/**
 * Subversion, by its XML: the revision in which each file and folder was last changed, as the working copy has them, and
 * the same of its externals. Local modifications do not count. Nothing of it asks the server.
 */
final class Subversion implements VersionControl {
    private final Command command;

    Subversion(Command command) {
        this.command = command;
    }

    @Override
    public String name() {
        return "svn";
    }

    @Override
    public String marker() {
        return ".svn";
    }

    @Override
    public WorkingCopies read(Path folder) throws Trouble, InterruptedException {
        SortedMap<Path, Revision> revisions = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        Path top = top(folder);
        add(top == null ? folder : top, revisions, files);
        return new WorkingCopies(revisions, files);
    }

    private void add(Path top, SortedMap<Path, Revision> revisions, List<Path> files)
            throws Trouble, InterruptedException {
        if (revisions.containsKey(top)) {
            return;
        }
        revisions.put(top, ask(top, SubversionXml::revision, "info", "--xml", "--recursive"));
        files.add(top.resolve(".svn/wc.db"));
        for (String external : ask(top, SubversionXml::externals, "status", "--xml", "--ignore-externals")) {
            Path folder = top.resolve(external).normalize();
            if (folder.equals(top(folder))) {
                add(folder, revisions, files);
            }
        }
    }

    @Override
    public boolean provesAMove(Path file) {
        return true;
    }

    @Override
    public List<Path> underWay(Path folder) {
        return List.of();
    }

    private <T> T ask(Path folder, Reading<T> reading, String... words) throws Trouble, InterruptedException {
        List<String> all = new ArrayList<>(List.of("svn", "--non-interactive"));
        all.addAll(List.of(words));
        Result<T> result = command.run(folder, all, reading);
        T value = result.value();
        if (result.exit() != 0 || value == null) {
            throw Trouble.said(name(), folder, result.exit(), result.error());
        }
        return value;
    }
}
