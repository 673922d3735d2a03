// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.OptionalInt;
import spawning.controller.evidence.Masking;
import spawning.controller.plan.Milestone;
import spawning.controller.status.Journal;

/** What happened, newest first. */
record EventReport(Journal journal, Masking masking) {
    private static final int MOST_EXITS = 20;

    JsonArray newest(int count) {
        JsonArray events = new JsonArray();
        journal.after(journal.last() - count).reversed().stream()
                .limit(count)
                .map(this::event)
                .forEach(events::add);
        return events;
    }

    private JsonObject event(Journal.Entry entry) {
        EventText text = EventText.of(entry.milestone());
        JsonObject event = new JsonObject();
        event.addProperty("number", entry.number());
        event.addProperty("at", Json.time(entry.at()));
        event.addProperty("kind", text.kind());
        event.addProperty("text", line(text.text()));
        event.addProperty("severity", text.severity().toString());
        event.add("generation", orNull(text.generation()));
        event.add("slot", orNull(text.slot()));
        event.add("pid", orNull(text.pid()));
        return event;
    }

    JsonArray exits() {
        List<Journal.Entry> ends = journal.after(0).reversed().stream()
                .filter(entry -> EventText.exit(entry.milestone()).isPresent())
                .limit(MOST_EXITS)
                .toList();
        JsonArray exits = new JsonArray();
        ends.forEach(entry -> EventText.exit(entry.milestone()).ifPresent(moved -> exits.add(exit(entry, moved))));
        return exits;
    }

    private JsonObject exit(Journal.Entry entry, Milestone.WorkerMoved moved) {
        JsonObject exit = new JsonObject();
        exit.addProperty("at", Json.time(entry.at()));
        exit.addProperty("slot", moved.slot());
        exit.addProperty("pid", moved.pid());
        exit.addProperty("generation", moved.generation());
        exit.addProperty("from", EventText.word(moved.from()));
        exit.addProperty("detail", line(moved.detail()));
        exit.addProperty("unexpected", moved.unexpected());
        return exit;
    }

    /** One line, without secrets: some of it was written by applications. */
    private String line(String text) {
        return masking.text(text).replaceAll("\\R", " ");
    }

    private static JsonElement orNull(OptionalInt number) {
        return number.isPresent() ? new JsonPrimitive(number.getAsInt()) : JsonNull.INSTANCE;
    }
}
