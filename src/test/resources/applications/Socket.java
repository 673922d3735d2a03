// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Sends back what comes. */
@ServerEndpoint("/socket")
public class Socket {
    @OnMessage
    public String text(String text) throws InterruptedException {
        if (text.startsWith("slow")) {
            Thread.sleep(500);
        }
        return "@VERSION@ " + text;
    }

    @OnClose
    public void closed(CloseReason reason) {
        System.err.println("socket closed with " + reason.getCloseCode().getCode());
    }
}
