// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shop as a servlet: the paths that the load asks for, and those of its own. */
public class ShopServlet extends HttpServlet {
    /** Told from the application's classes by its annotation only. */
    @WebFilter(urlPatterns = "/*", asyncSupported = true)
    public static class Stamp implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            ((HttpServletResponse) response).setHeader("X-Filtered", "yes");
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {
        System.err.println("the shop is closed");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (request.getRequestURI().substring(request.getContextPath().length())) {
            case "/echo" -> text(response, answer(request));
            case "/sleep" -> {
                sleep(request);
                text(response, answer(request));
            }
            case "/until" -> {
                waitFor(Path.of(request.getParameter("file")));
                text(response, answer(request));
            }
            case "/stream", "/trickle" -> stream(request, response);
            case "/body" -> body(request, response);
            case "/async" -> async(request);
            case "/upload" -> upload(request, response);
            case "/exit" -> System.exit(5);
            case "/url" -> text(response, request.getRequestURL() + " from " + request.getRemoteAddr() + "\n");
            case "/thread" -> text(response, Thread.currentThread().isVirtual() + "\n");
            case "/see" -> text(response, see(request.getParameter("class")) + "\n");
            case "/request-id" -> text(response, request.getAttribute("spawning.request_id") + "\n");
            case "/throw" -> throw new IllegalStateException("the secret of the shop");
            default -> response.sendError(404);
        }
    }

    private String answer(HttpServletRequest request) {
        return "n=" + request.getParameter("n") + " version=@VERSION@ slot="
                + getServletContext().getAttribute("spawning.slot") + " generation="
                + getServletContext().getAttribute("spawning.generation") + " pid="
                + ProcessHandle.current().pid() + "\n";
    }

    private static void text(HttpServletResponse response, String text) throws IOException {
        response.setContentType("text/plain");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void sleep(HttpServletRequest request) {
        try {
            Thread.sleep(Long.parseLong(request.getParameter("ms")));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void waitFor(Path file) {
        while (!Files.exists(file)) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        OutputStream out = response.getOutputStream();
        for (int i = 0; i < Integer.parseInt(request.getParameter("count")); i++) {
            if (request.getParameter("ms") != null) {
                sleep(request);
            }
            out.write(answer(request).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private void body(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] received = request.getInputStream().readAllBytes();
        response.setContentType("application/octet-stream");
        response.getOutputStream().write(answer(request).getBytes(StandardCharsets.UTF_8));
        response.getOutputStream().write(received);
    }

    private void async(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        String answer = answer(request);
        Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(20);
                text((HttpServletResponse) async.getResponse(), answer);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                async.complete();
            }
        });
    }

    private static void upload(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Part part = request.getPart("file");
        text(response, part.getSubmittedFileName() + " " + part.getSize() + "\n");
    }

    private static String see(String name) {
        try {
            return "visible: " + Class.forName(name).getName();
        } catch (ClassNotFoundException e) {
            return "not visible";
        }
    }
}
