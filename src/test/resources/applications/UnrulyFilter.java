// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** In front of any servlet: GET /unruly/HOW does not end, in that way. */
@WebFilter(urlPatterns = "/unruly/*", asyncSupported = true)
public class UnrulyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static volatile long spun;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            switch (request.getRequestURI()) {
                case "/unruly/loop" -> loopForever();
                case "/unruly/deadlock" -> deadlock();
                case "/unruly/read" -> readForever();
                case "/unruly/async" -> neverComplete(request);
                case "/unruly/stall" -> stall(response);
                case "/unruly/direct" ->
                    spun += ByteBuffer.allocateDirect(Integer.MAX_VALUE).capacity();
                case "/unruly/patient" -> patient(request, response);
                default -> throw new ServletException(request.getRequestURI());
            }
        } catch (InterruptedException e) {
            throw new ServletException(e);
        }
    }

    private static void loopForever() {
        while (spun >= 0) {
            spun++;
        }
    }

    private static void deadlock() throws InterruptedException {
        Object one = new Object();
        Object other = new Object();
        CountDownLatch both = new CountDownLatch(2);
        Thread.ofPlatform().daemon().start(() -> lockBoth(other, one, both));
        lockBoth(one, other, both);
    }

    private static void lockBoth(Object first, Object second, CountDownLatch both) {
        synchronized (first) {
            both.countDown();
            while (both.getCount() > 0) {
                Thread.onSpinWait();
            }
            synchronized (second) {
                spun++;
            }
        }
    }

    private static void readForever() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
            spun += socket.getInputStream().read();
        }
    }

    private static void neverComplete(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
    }

    private static void stall(HttpServletResponse response) throws IOException, InterruptedException {
        response.getOutputStream().println("begun");
        response.flushBuffer();
        NEVER.await();
    }

    /** Takes longer than the request timeout, for which it asks. */
    private static void patient(HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        @SuppressWarnings("unchecked")
        Consumer<Duration> timeout = (Consumer<Duration>) request.getAttribute("spawning.request_timeout");
        timeout.accept(Duration.ofMinutes(1));
        Thread.sleep(2_500);
        response.getOutputStream().println("patience");
    }
}
