// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import java.util.Map;
import spawning.wsgi.Application;
import spawning.wsgi.Middleware;
import spawning.wsgi.StartResponse;

/** A middleware that breaches the contract below /careless/, and passes everything else on. */
public class Careless implements Middleware {
    @Override
    public Application wrap(Application next) {
        return (environ, start) -> call(next, environ, start);
    }

    private static Iterable<byte[]> call(Application next, Map<String, Object> environ, StartResponse start)
            throws Exception {
        String path = (String) environ.get("PATH_INFO");
        String rule = path.startsWith("/careless/") ? path.substring("/careless/".length()) : "";
        environ.put("PATH_INFO", "/careless/good".equals(path) || !rule.isEmpty() ? "/good" : path);
        switch (rule) {
            case "environ-type" -> environ.put("SERVER_PORT", 80);
            case "environ-read-only" -> environ = Map.copyOf(environ);
            case "environ-key-missing" -> environ.remove("wsgi.errors");
            case "start-null" -> start = null;
            case "headers-changed-by-caller" -> {
                StartResponse outer = start;
                start = (status, headers, error) -> {
                    headers.clear();
                    return outer.start(status, headers, error);
                };
            }
            case "write-missing" -> {
                StartResponse outer = start;
                start = (status, headers, error) -> {
                    outer.start(status, headers, error);
                    return null;
                };
            }
            default -> {}
        }
        Iterable<byte[]> body = next.call(environ, start);
        switch (rule) {
            case "body-iterated-twice" -> body.forEach(element -> {});
            case "body-used-after-close" -> ((AutoCloseable) body).close();
            case "close-never" -> {
                return () -> body.iterator();
            }
            default -> {}
        }
        return body;
    }
}
