// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.io.IOException;
import java.util.Optional;

/**
 * Notes as JSON under {@value #PATH}. Who changes or removes one says in If-Match which version was seen, and is told with
 * 412 when it is another by now: nobody overwrites what was not read.
 */
final class Api {
    static final String PATH = "/api/notes";

    private static final Gson GSON =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private final NoteStore store;

    Api(NoteStore store) {
        this.store = store;
    }

    Reply answer(Request request) throws IOException, Problem {
        String id = request.path().substring(PATH.length());
        if (id.isEmpty()) {
            return switch (request.method()) {
                case "GET", "HEAD" -> json(200, store.all());
                case "POST" -> note(201, store.add(draft(request)));
                default -> throw Problem.notAllowed("GET, HEAD, POST");
            };
        }
        if (!id.startsWith("/") || !NoteStore.isId(id.substring(1))) {
            throw noSuchNote();
        }
        return one(id.substring(1), request);
    }

    private Reply one(String id, Request request) throws IOException, Problem {
        return switch (request.method()) {
            case "GET", "HEAD" -> {
                Note note = existing(store.find(id));
                yield request.has(note.etag()) ? Reply.empty(304).with("ETag", note.etag()) : note(200, note);
            }
            case "PUT" -> {
                Note.Draft draft = draft(request);
                yield note(200, existing(store.change(id, seen(request), draft)));
            }
            case "DELETE" -> {
                existing(store.remove(id, seen(request)));
                yield Reply.empty(204);
            }
            default -> throw Problem.notAllowed("GET, HEAD, PUT, DELETE");
        };
    }

    private static Note existing(Optional<Note> note) throws Problem {
        return note.orElseThrow(Api::noSuchNote);
    }

    private static Problem noSuchNote() {
        return new Problem(404, "There is no such note.");
    }

    private static String seen(Request request) throws Problem {
        String etag = request.header("If-Match");
        if (etag.isEmpty()) {
            throw new Problem(428, "say with If-Match which version you saw");
        }
        return etag;
    }

    private static Note.Draft draft(Request request) throws IOException, Problem {
        try {
            Note.Draft draft = GSON.fromJson(request.json(), Note.Draft.class);
            if (draft == null) { // nothing at all, or JSON's null
                throw noDraft();
            }
            return draft.checked();
        } catch (JsonParseException e) {
            throw noDraft();
        }
    }

    private static Problem noDraft() {
        return new Problem(400, "the body is not JSON with the texts title and text");
    }

    private static Reply note(int status, Note note) {
        Reply reply = json(status, note).with("ETag", note.etag());
        return status == 201 ? reply.with("Location", PATH + "/" + note.id()) : reply;
    }

    private static Reply json(int status, Object value) {
        return Reply.of(status, "application/json", GSON.toJson(value) + "\n").with("Cache-Control", "no-cache");
    }
}
