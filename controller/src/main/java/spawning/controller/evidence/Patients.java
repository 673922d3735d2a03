// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Workers that are looked at, by their numbers; one may be looked at twice at once. Any thread. */
final class Patients {
    private final Map<Long, List<Patient>> all = new HashMap<>();

    synchronized void add(long worker, Patient patient) {
        all.computeIfAbsent(worker, _ -> new ArrayList<>()).add(patient);
    }

    synchronized void remove(long worker, Patient patient) {
        List<Patient> some = all.getOrDefault(worker, List.of());
        if (some.remove(patient) && some.isEmpty()) {
            all.remove(worker);
        }
    }

    synchronized boolean has(long worker) {
        return all.containsKey(worker);
    }

    /** It has written what it was asked for first. */
    synchronized void dumped(long worker) {
        all.getOrDefault(worker, List.of()).stream()
                .filter(Patient::writes)
                .findFirst()
                .ifPresent(Patient::dumped);
    }

    synchronized void ended(long worker) {
        all.getOrDefault(worker, List.of()).forEach(Patient::ended);
    }
}
