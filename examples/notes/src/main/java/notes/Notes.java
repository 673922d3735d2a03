// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import spawning.wsgi.Application;
import spawning.wsgi.StartResponse;

/** The application: who answers what, and what is answered when that fails. One instance in each worker. */
public final class Notes implements Application {
    private final Api api;
    private final StaticFiles files;

    /** What fails here keeps the worker from becoming ready, so that bad code or a bad folder never serves. */
    public Notes() throws Exception {
        String folder = System.getenv().getOrDefault("NOTES_FOLDER", "notes-data");
        api = new Api(new NoteStore(Path.of(folder)));
        files = new StaticFiles();
    }

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        Request request = new Request(environ);
        try {
            return route(request).send(start);
        } catch (Problem problem) {
            return ErrorPage.of(problem, request).send(start);
        } catch (RuntimeException bug) { // an IOException is mostly the client's going away: the server knows best
            PrintWriter errors = (PrintWriter) environ.get("wsgi.errors");
            errors.println("request " + environ.get(RequestId.KEY) + " failed");
            bug.printStackTrace(errors);
            return ErrorPage.of(new Problem(500, "Something is broken here. It was logged."), request)
                    .send(start);
        }
    }

    private Reply route(Request request) throws Exception {
        return request.path().startsWith(Api.PATH) ? api.answer(request) : files.answer(request);
    }
}
