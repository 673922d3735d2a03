// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme.part;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** A part of a web application, in a library. */
public class Fragment extends HttpServlet {
    /** Is told of the application's servlets. */
    @HandlesTypes(HttpServlet.class)
    public static class Initializer implements ServletContainerInitializer {
        @Override
        public void onStartup(Set<Class<?>> classes, ServletContext context) {
            context.setAttribute(
                    "handled",
                    classes.stream()
                            .map(Class::getName)
                            .filter(name -> name.equals("com.acme.Probe"))
                            .toList());
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getOutputStream().print("fragment\n");
    }
}
