// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.Arrays;

/** Puts sessions through what applications do with them; each path is one such thing. */
public class SessionServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** A class of the application that lives in sessions. */
    static final class Basket implements Serializable, HttpSessionActivationListener {
        private static final long serialVersionUID = Long.parseLong("@SERIAL@");
        private int things;
        private transient boolean awake;

        @Override
        public void sessionDidActivate(HttpSessionEvent event) {
            awake = true;
        }

        String text() {
            return "things=" + things + " version=@VERSION@ awake=" + awake;
        }
    }

    /** Says what it hears on standard error. */
    @WebListener
    public static class Ears implements HttpSessionListener, HttpSessionIdListener, HttpSessionAttributeListener {
        @Override
        public void sessionCreated(HttpSessionEvent event) {
            say("created " + event.getSession().getId());
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            say("destroyed " + event.getSession().getId());
        }

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String old) {
            say("changed " + old + " to " + event.getSession().getId());
        }

        @Override
        public void attributeAdded(HttpSessionBindingEvent event) {
            if (event.getName().equals("who"))
                say("added who to " + event.getSession().getId());
        }

        private static void say(String text) {
            System.err.println("session " + text);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        String path = request.getRequestURI().substring(request.getContextPath().length());
        response.getWriter().println(answer(path, request));
    }

    private String answer(String path, HttpServletRequest request) throws IOException {
        return switch (path) {
            case "/plain" -> "plain pid=" + ProcessHandle.current().pid();
            case "/new" -> fresh(request.getSession(), request.getParameter("who"));
            case "/get" -> get(request.getSession(false));
            case "/increment" -> increment(request.getSession());
            case "/hold" -> hold(request.getSession(), Path.of(request.getParameter("file")));
            case "/thread" -> Thread.currentThread().isVirtual() + " " + increment(request.getSession());
            case "/rename" -> request.changeSessionId();
            case "/logout" -> {
                request.getSession().invalidate();
                yield "out";
            }
            case "/fill" -> fill(request.getSession(), request.getParameter("with"));
            case "/check" -> check(request.getSession(false));
            case "/put" -> put(request.getSession());
            case "/basket" ->
                request.getSession().getAttribute("basket") instanceof Basket basket ? basket.text() : "none";
            case "/idle" -> "" + request.getSession().getMaxInactiveInterval();
            case "/drivers" -> DriverManager.drivers().map(Driver::getClass).toList() + see("org.postgresql.Driver");
            default -> throw new IOException("no such test: " + path);
        };
    }

    private static String see(String name) {
        try {
            return " " + Class.forName(name);
        } catch (ClassNotFoundException e) {
            return " hidden";
        }
    }

    private static String fresh(HttpSession session, String who) {
        session.setAttribute("who", who);
        return session.getId();
    }

    private static String get(HttpSession session) {
        return session == null
                ? "none"
                : "who=" + session.getAttribute("who") + " count=" + session.getAttribute("count") + " pid="
                        + ProcessHandle.current().pid();
    }

    private static String increment(HttpSession session) {
        int count = session.getAttribute("count") instanceof Integer before ? before + 1 : 1;
        session.setAttribute("count", count);
        return String.valueOf(count);
    }

    /** Reads before it waits for a file and writes after it. */
    private static String hold(HttpSession session, Path file) throws IOException {
        int count = session.getAttribute("count") instanceof Integer before ? before + 1 : 1;
        Files.createFile(file.resolveSibling(file.getFileName() + ".held"));
        while (!Files.exists(file)) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        session.setAttribute("count", count);
        return String.valueOf(count);
    }

    /** Many bytes of one value, and the value once more: torn data would not fit together. */
    private static String fill(HttpSession session, String with) {
        byte[] bytes = new byte[300_000];
        Arrays.fill(bytes, Byte.parseByte(with));
        session.setAttribute("bytes", bytes);
        session.setAttribute("filled", Byte.valueOf(with));
        return "filled";
    }

    private static String check(HttpSession session) {
        if (session == null) return "none";
        byte[] bytes = (byte[]) session.getAttribute("bytes");
        if (bytes == null) return "empty";
        byte with = (Byte) session.getAttribute("filled");
        for (byte each : bytes) if (each != with) return "torn";
        return "whole";
    }

    private static String put(HttpSession session) {
        Basket basket = new Basket();
        basket.things = 3;
        session.setAttribute("basket", basket);
        return basket.text();
    }
}
