// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The groups of one thread by their keys: a table of open addressing, at most half full. */
final class GroupTable {
    private final GroupNames names;
    private final Tally others = new Tally();
    private @Nullable Group[] groups = new Group[64];
    private int size;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Group(byte[] key, int hash, Tally tally) {}

    GroupTable(GroupNames names) {
        this.names = names;
    }

    /** The group of a key, made when there is none; that of all others when it is not admitted. */
    Tally of(Key key) {
        int hash = key.hash();
        int mask = groups.length - 1;
        int i = hash & mask;
        for (Group group = groups[i]; group != null; group = groups[i]) {
            if (group.hash == hash && key.is(group.key)) {
                return group.tally;
            }
            i = (i + 1) & mask;
        }
        byte[] copy = key.copy();
        return names.admits(copy) ? put(new Group(copy, hash, new Tally())) : others;
    }

    Tally others() {
        return others;
    }

    void forEach(BiConsumer<byte[], Tally> action) {
        for (Group group : groups) {
            if (group != null) {
                action.accept(group.key, group.tally);
            }
        }
    }

    private Tally put(Group group) {
        if (++size * 2 > groups.length) {
            @Nullable Group[] old = groups;
            groups = new Group[old.length * 2];
            for (Group moved : old) {
                if (moved != null) {
                    place(moved);
                }
            }
        }
        place(group);
        return group.tally;
    }

    private void place(Group group) {
        int mask = groups.length - 1;
        int i = group.hash & mask;
        while (groups[i] != null) {
            i = (i + 1) & mask;
        }
        groups[i] = group;
    }
}
