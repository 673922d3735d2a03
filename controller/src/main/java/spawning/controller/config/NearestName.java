// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant. */
public final class NearestName {
    private NearestName() {}

    /** The known name that differs least, if it differs in no more than about a third of its letters. */
    public static Optional<String> of(String name, Collection<String> known) {
        return of(name, known, Math.max(2, name.length() / 3));
    }

    static Optional<String> of(String name, Collection<String> known, int limit) {
        return known.stream()
                .filter(k -> distance(name, k) <= limit)
                .min(Comparator.comparingInt((String k) -> distance(name, k))
                        .thenComparing(k -> !Arrays.equals(letters(k), letters(name))) // --prot is --port, not --aot
                        .thenComparing(k -> k));
    }

    private static int[] letters(String name) {
        return name.chars().sorted().toArray();
    }

    /** Levenshtein's distance: insertions, deletions and replacements from one text to the other. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
