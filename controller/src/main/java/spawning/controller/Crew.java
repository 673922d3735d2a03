// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import spawning.controller.aot.BootFrom;
import spawning.controller.aot.Crash;
import spawning.controller.evidence.Subject;
import spawning.controller.launch.LaunchedWorker;
import spawning.controller.listener.BoundListener;
import spawning.controller.status.Member;
import spawning.controller.status.Totals;

/**
 * Which processes run which generation, and so who still accepts where. A reload may give up an address: what waits there
 * has to be answered by the last worker that listens on it, and then the listener goes. Used by the controller's thread.
 */
final class Crew {
    private final SortedMap<Long, Hired> members = new TreeMap<>();
    private final Map<Long, Hired> onTrial = new HashMap<>();
    private final Set<Long> up = new HashSet<>();
    private final Set<Generation> started = new HashSet<>();
    private @Nullable Generation latest;
    private int settled;

    /** What those counted that have been reaped. */
    private Totals gone = Totals.NONE;

    /** A worker with the generation that it runs, and whether it was told to leave. */
    private record Hired(Member member, Generation generation, boolean leaving) {
        LaunchedWorker process() {
            return member.process();
        }
    }

    /** A process was started. */
    void hired(Member member, Generation generation) {
        members.put(member.number(), new Hired(member, generation, false));
        started.add(generation);
        latest = generation;
    }

    /** A process was started that accepts nothing and only shows whether it comes up. */
    void hiredOnTrial(Member member, Generation generation) {
        onTrial.put(member.number(), new Hired(member, generation, false));
    }

    private @Nullable Hired find(long number) {
        Hired hired = members.get(number);
        return hired == null ? onTrial.get(number) : hired;
    }

    /** A worker is ready. Where its JVM did not take the AOT cache that it was given, its generation does without. */
    void cameUp(long number) {
        up.add(number);
        Hired hired = find(number);
        if (hired != null && hired.member().refusedItsCache()) {
            hired.generation().boot().refused(hired.member().from());
        }
    }

    /**
     * A process has ended, perhaps as one does that crashes.
     *
     * @param exitCode as a shell shows it
     * @return the name of the AOT cache that may be to blame, without which its generation boots from now on
     */
    Optional<String> crashed(long number, int exitCode) {
        Hired hired = find(number);
        if (hired == null || up.contains(number)) {
            return Optional.empty();
        }
        BootFrom from = hired.member().from();
        boolean begun = hired.process().scoreboard().hasBegun();
        return Crash.is(exitCode, begun || from.required()) // there the JVM exits, too, when it refuses the cache
                ? hired.generation().boot().crashed(from)
                : Optional.empty();
    }

    /** A process has ended. */
    void reaped(long number) {
        up.remove(number);
        onTrial.remove(number);
        Hired left = members.remove(number);
        if (left != null) {
            gone = gone.plus(left.process().scoreboard());
        }
        releaseUnused();
    }

    /** All workers are of this generation, or leaving. */
    void settled(int generation) {
        settled = generation;
        releaseUnused();
    }

    /** The process of a worker; null when it has ended. */
    @Nullable
    LaunchedWorker process(long number) {
        Hired hired = find(number);
        return hired == null ? null : hired.process();
    }

    /** A worker as evidence is collected of it; null when it has ended. */
    @Nullable
    Subject subject(long number) {
        Hired hired = find(number);
        return hired == null
                ? null
                : new Subject(
                        number,
                        hired.member().slot(),
                        hired.generation().number(),
                        hired.process(),
                        hired.generation().folder());
    }

    /** The processes of all workers that have not ended, by number. */
    Map<Long, LaunchedWorker> processes() {
        Map<Long, LaunchedWorker> processes = new HashMap<>();
        members.forEach((number, member) -> processes.put(number, member.process()));
        return processes;
    }

    /** All workers that have not ended. */
    List<Long> numbers() {
        return List.copyOf(members.keySet());
    }

    /** All workers that have not been reaped, in the order of their spawning. */
    List<Member> members() {
        return members.values().stream().map(Hired::member).toList();
    }

    /** What those counted that have been reaped. */
    Totals gone() {
        return gone;
    }

    /** Whether no generation was started after this one. */
    boolean startedLast(Generation generation) {
        return latest != null && latest.number() == generation.number();
    }

    /** The listeners of the generation that was started last. */
    List<BoundListener> wantedListeners() {
        return latest == null ? List.of() : latest.lease().all();
    }

    /**
     * Notes that a worker is told to leave, and returns the listeners on which nobody will accept after it; none after one
     * on trial, which has never accepted.
     */
    List<BoundListener> leaves(long number) {
        Hired hired = members.get(number);
        if (hired == null) {
            return List.of(); // its end is in the mailbox already
        }
        members.put(number, new Hired(hired.member(), hired.generation(), true));
        Set<BoundListener> wanted = new HashSet<>(wantedListeners());
        members.values().stream()
                .filter(other -> !other.leaving())
                .forEach(other -> wanted.addAll(other.generation().lease().all()));
        return hired.generation().lease().all().stream()
                .filter(listener -> !wanted.contains(listener))
                .toList();
    }

    /** Listeners go with the last worker that accepts on them; the code of a generation may be kept for longer. */
    private void releaseUnused() {
        Set<Generation> unused = new HashSet<>();
        for (Generation generation : started) {
            if (generation.number() < settled
                    && members.values().stream()
                            .noneMatch(member -> member.generation().number() == generation.number())) {
                generation.lease().release();
                unused.add(generation);
            }
        }
        started.removeAll(unused);
    }
}
