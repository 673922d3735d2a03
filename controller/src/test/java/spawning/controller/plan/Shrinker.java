// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes out of a schedule that breaks a promise whatever is not needed to break it. */
final class Shrinker {
    private Shrinker() {}

    /** What was broken, or null if the schedule was lived through. */
    static @Nullable Breach breachOf(Schedule schedule) {
        try {
            new SimulatedWorld(schedule, false, line -> {}).live();
            return null;
        } catch (Breach breach) {
            return breach;
        } catch (RuntimeException e) {
            return new Breach("nothing is thrown", e + " at " + e.getStackTrace()[0]);
        }
    }

    static Schedule shrink(Schedule schedule, String promise) {
        Schedule smallest = schedule;
        for (Schedule simpler = simplerThan(smallest, promise);
                simpler != null;
                simpler = simplerThan(smallest, promise)) {
            smallest = simpler;
        }
        return smallest;
    }

    private static @Nullable Schedule simplerThan(Schedule schedule, String promise) {
        for (Schedule candidate : candidates(schedule)) {
            Breach breach = breachOf(candidate);
            if (breach != null && breach.promise().equals(promise)) {
                return candidate;
            }
        }
        return null;
    }

    private static List<Schedule> candidates(Schedule schedule) {
        List<Schedule> all = new ArrayList<>();
        schedule.inputs().forEach(input -> all.add(schedule.without(input)));
        for (int generation = 1; generation <= schedule.inputs().size() + 1; generation++) {
            if (!schedule.tamedGenerations().contains(generation)) {
                all.add(schedule.tamingGeneration(generation));
            }
        }
        for (long worker = 1; worker <= 60; worker++) {
            if (!schedule.tamed().contains(worker)) {
                all.add(schedule.taming(worker));
            }
        }
        return all;
    }

    /** The schedule, and what happened and was ordered in it, line by line. */
    static String story(Schedule schedule) {
        StringBuilder story = new StringBuilder(schedule.toString());
        try {
            new SimulatedWorld(schedule, true, line -> story.append('\n').append(line)).live();
        } catch (RuntimeException e) {
            story.append("\n=> ").append(e);
        }
        return story.toString();
    }
}
