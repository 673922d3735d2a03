// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which groups there are, for all threads: the first ones seen, up to a limit. All threads ask here before they make a
 * group, so one that is admitted is counted whole, and one that is not is nowhere.
 */
public final class GroupNames {
    private final Set<Name> names = ConcurrentHashMap.newKeySet();
    private final int most;
    private volatile boolean full;

    @SuppressWarnings("ArrayRecordComponent") // equality is written below
    private record Name(byte[] key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Name name && Arrays.equals(key, name.key);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key);
        }
    }

    /**
     * No names yet.
     *
     * @param most groups, 1 or more
     */
    public GroupNames(int most) {
        this.most = most;
    }

    /** Whether a group may be made. Any thread. */
    boolean admits(byte[] key) {
        Name name = new Name(key);
        return names.contains(name) || (!full && added(name));
    }

    private synchronized boolean added(Name name) {
        if (names.size() < most) {
            names.add(name);
            return true;
        }
        full = true;
        return names.contains(name);
    }

    /** Whether some group was not admitted. */
    public boolean overflowed() {
        return full;
    }
}
