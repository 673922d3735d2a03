// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Tells what it finds around it. */
public class Probe extends HttpServlet {
    @WebServlet("/annotated")
    public static class Annotated extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("annotated\n");
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String text = switch (request.getPathInfo()) {
            case "/see" -> see(request.getParameter("class"));
            case "/jndi" -> lookup("java:comp/env/shop/name");
            case "/handled" -> getServletContext().getAttribute("handled") + "";
            case "/real" -> getServletContext().getRealPath(request.getParameter("path"));
            case "/resource" -> resource(request.getParameter("path"));
            default -> throw new IllegalStateException("the secret");
        };
        response.setContentType("text/plain");
        response.getOutputStream().write((text + (text.endsWith("\n") ? "" : "\n")).getBytes(StandardCharsets.UTF_8));
    }

    private String resource(String path) throws IOException {
        try (InputStream in = getServletContext().getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String lookup(String name) {
        try {
            return (String) new InitialContext().lookup(name);
        } catch (NamingException e) {
            return e.toString();
        }
    }

    private static String see(String name) {
        try {
            Class<?> found = Class.forName(name);
            try {
                return "own: " + found.getField("OWNER").get(null);
            } catch (ReflectiveOperationException e) {
                return "not its own";
            }
        } catch (ClassNotFoundException e) {
            return "not visible";
        }
    }
}
