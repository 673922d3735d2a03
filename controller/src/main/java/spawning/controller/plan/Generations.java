// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which generation shall everyone run, and which one is known to be good?
 *
 * <p>The <em>target</em> is what all workers shall run. The <em>last good</em> one came up completely, so it is what a
 * reload that fails falls back to. While they differ, a reload is rolling.
 */
final class Generations {
    /** Prepared and not yet discarded. */
    private final List<Generation> kept = new ArrayList<>();

    private @Nullable Generation target;
    private @Nullable Generation lastGood;
    private @Nullable Generation previousGood;
    private int newest;
    private int preparing;
    private long askedAt;

    /** The number being prepared; 0 is none. */
    int preparing() {
        return preparing;
    }

    /** A new number to prepare, instead of the one that is being prepared, if any. */
    int prepareNext(long now) {
        newest++;
        preparing = newest;
        askedAt = now;
        return newest;
    }

    void forgetPreparation() {
        preparing = 0;
    }

    /**
     * The preparation is done: everyone shall run it. Its number of workers is its configuration's if that changed, and
     * otherwise what operators made of it before.
     */
    Generation prepared(Policy policy) {
        Generation before = target;
        boolean same = before != null && before.policy().processes() == policy.processes();
        int workers = before != null && same ? before.workers() : policy.processes();
        if (lastGood == null && before != null && before.proven()) {
            lastGood = before; // not known to be good in full, but the best there is to fall back to
        }
        Generation next = new Generation(preparing, policy, workers, askedAt);
        preparing = 0;
        kept.add(next);
        target = next;
        return next;
    }

    boolean hasTarget() {
        return target != null;
    }

    /** @throws IllegalStateException no generation has been prepared yet */
    Generation target() {
        if (target == null) {
            throw new IllegalStateException("no generation has been prepared yet");
        }
        return target;
    }

    @Nullable
    Generation lastGood() {
        return lastGood;
    }

    /** What served before the last good one, and is kept to go back to. */
    @Nullable
    Generation previousGood() {
        return previousGood;
    }

    /** Whether not every worker has come up yet with the target. */
    boolean rolling() {
        return target != lastGood;
    }

    /** What to go back to if the target fails: the last good generation while a reload is rolling, else none. */
    @Nullable
    Generation fallback() {
        return rolling() ? lastGood : null;
    }

    /** The target failed: everyone shall run the fallback, which must exist. */
    void reject() {
        target = lastGood;
    }

    /** The target came up completely. The one before is kept to go back to. */
    void complete() {
        previousGood = lastGood;
        lastGood = target;
    }

    /** All that could serve again get more or fewer workers, so that a fallback keeps what the operator asked for. */
    void scale(int by) {
        kept.forEach(generation -> generation.scale(by));
    }

    boolean knows(int number) {
        return kept.stream().anyMatch(generation -> generation.number() == number);
    }

    /** Forgets, and returns, those that nobody needs. */
    List<Generation> takeNeedless(Predicate<Generation> inUse) {
        List<Generation> needless = List.of();
        for (int i = kept.size() - 1; i >= 0; i--) {
            Generation generation = kept.get(i);
            if (!isKeptFor(generation) && !inUse.test(generation)) {
                needless = needless.isEmpty() ? new ArrayList<>() : needless;
                needless.add(kept.remove(i));
            }
        }
        return needless;
    }

    private boolean isKeptFor(Generation generation) {
        return generation == target || generation == lastGood || generation == previousGood;
    }
}
