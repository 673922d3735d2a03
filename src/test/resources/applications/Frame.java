// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import java.util.ArrayList;
import java.util.List;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.Middleware;
import spawning.wsgi.StartResponse;
import spawning.wsgi.Write;

/** A middleware that marks each response. */
public class Frame implements Middleware {
    @Override
    public Application wrap(Application next) {
        return (environ, start) -> next.call(environ, new StartResponse() {
            @Override
            public Write start(String status, List<Header> headers, Throwable error) {
                List<Header> more = new ArrayList<>(headers);
                more.add(new Header("X-Frame", "framed"));
                return start.start(status, more, error);
            }
        });
    }
}
