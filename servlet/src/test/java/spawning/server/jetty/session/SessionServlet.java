// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What an application does with sessions, one path each. */
public final class SessionServlet extends HttpServlet {
    /** Sessions that ended, in this JVM. */
    static final AtomicInteger ENDED = new AtomicInteger();

    /** Requests that are in {@code /hold}. */
    static final Semaphore HOLDING = new Semaphore(0);

    /** What listeners of the end of a session wait for. */
    static volatile CountDownLatch ending = new CountDownLatch(0);

    /** What {@code /hold} waits for. */
    static volatile CountDownLatch hold = new CountDownLatch(1);

    /** Of a class that some workers can read, and others cannot. */
    static final class Thing implements Serializable {
        static volatile boolean known = true;

        @Serial
        private static final long serialVersionUID = 1;

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (!known) throw new InvalidClassException("not known here");
        }
    }

    /** Fails when the session that it is in ends. */
    static final class Stubborn implements Serializable, HttpSessionBindingListener {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            throw new IllegalStateException("for the test");
        }
    }

    /** Counts the ends. */
    static final class Ends implements HttpSessionListener {
        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            ENDED.incrementAndGet();
            try {
                var _ = ending.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        String answer = switch (request.getPathInfo()) {
            case "/plain" -> "plain";
            case "/new" -> fresh(request);
            case "/get" -> get(request.getSession(false));
            case "/increment" -> increment(request.getSession());
            case "/hold" -> hold(request.getSession()) + then(request);
            case "/fail" -> throw new IOException("after " + increment(request.getSession()));
            case "/async" -> async(request);
            case "/login" -> request.getSession() == null ? "" : request.changeSessionId();
            case "/login-fresh" -> fresh(request) + " " + request.changeSessionId();
            case "/logout" -> logout(request.getSession());
            case "/fill" -> fill(request.getSession(), request.getParameter("with"));
            case "/check" -> check(request.getSession(false));
            case "/unserialisable" -> unserialisable(request.getSession());
            case "/thing" -> put(request.getSession(), new Thing());
            case "/stubborn" -> put(request.getSession(), new Stubborn());
            case "/mutate" -> mutate(request.getSession());
            default -> throw new IOException("no such test: " + request.getPathInfo());
        };
        if (answer != null) response.getWriter().println(answer);
    }

    private static String fresh(HttpServletRequest request) {
        HttpSession session = request.getSession();
        session.setMaxInactiveInterval(1800);
        session.setAttribute("who", String.valueOf(request.getParameter("who")));
        return session.getId();
    }

    private static String get(@Nullable HttpSession session) {
        return session == null ? "none" : session.getAttribute("who") + " " + session.getAttribute("count");
    }

    private static String increment(HttpSession session) {
        int count = session.getAttribute("count") instanceof Integer before ? before + 1 : 1;
        session.setAttribute("count", count);
        return String.valueOf(count);
    }

    private static String hold(HttpSession session) throws IOException {
        HOLDING.release();
        try {
            if (!hold.await(30, TimeUnit.SECONDS)) throw new IOException("held for too long");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return increment(session);
    }

    private static String then(HttpServletRequest request) {
        return switch (request.getParameter("then")) {
            case "/logout" -> logout(request.getSession());
            case "/login" -> request.changeSessionId();
            case null, default -> "";
        };
    }

    /** Reads a body that does not come. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession().getId();
        HOLDING.release();
        request.getInputStream().readAllBytes();
    }

    /** Answers from another thread, which changes the session first. */
    private static @Nullable String async(HttpServletRequest request) {
        HttpSession session = request.getSession();
        AsyncContext later = request.startAsync();
        HOLDING.release();
        Thread.ofVirtual().start(() -> {
            try {
                String answer = hold(session);
                HOLDING.acquireUninterruptibly();
                later.getResponse().getWriter().println(answer);
            } catch (IOException e) {
                request.getServletContext().log("async", e);
            }
            later.complete();
        });
        return null;
    }

    private static String logout(HttpSession session) {
        session.invalidate();
        return "out";
    }

    /** A megabyte of one byte, and the byte once more: torn data would not fit together. */
    private static String fill(HttpSession session, String with) {
        byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, Byte.parseByte(with));
        session.setAttribute("bytes", bytes);
        session.setAttribute("filled", Byte.valueOf(with));
        return "filled";
    }

    private static String check(@Nullable HttpSession session) {
        if (session == null) return "none";
        byte[] bytes = (byte[]) session.getAttribute("bytes");
        if (bytes == null) return "empty";
        byte with = (Byte) session.getAttribute("filled");
        for (byte each : bytes) if (each != with) return "torn";
        return "whole";
    }

    private static String unserialisable(HttpSession session) {
        session.setAttribute("thread", new Thread());
        return increment(session);
    }

    private static String put(HttpSession session, Object thing) {
        session.setAttribute("thing", thing);
        return "put";
    }

    /** Changes an attribute without telling the session. */
    private static String mutate(HttpSession session) {
        if (session.getAttribute("array") instanceof int[] array) return String.valueOf(++array[0]);
        session.setAttribute("array", new int[1]);
        return "0";
    }
}
