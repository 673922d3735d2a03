// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A user who comes back: keeps cookies, and a connection for a few requests, so that it gets around among the workers. Not thread-safe.
 */
public final class Visitor implements AutoCloseable {
    /** Requests on one connection. */
    private static final int KEPT_FOR = 5;

    private final int port;
    private String cookie;
    private @Nullable HttpConnection connection;
    private int requests;

    private Visitor(int port, String cookie) {
        this.port = port;
        this.cookie = cookie;
    }

    /** One without cookies, for a port of 127.0.0.1. */
    public static Visitor at(int port) {
        return new Visitor(port, "");
    }

    /** Another window of the same user. */
    public Visitor again() {
        return new Visitor(port, cookie);
    }

    /** {@code NAME=value} of the last cookie, empty where there is none. */
    public String cookie() {
        return cookie;
    }

    /** The id of its session; empty where there is none. */
    public String sessionId() {
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    /** Comes back with this cookie from now on. */
    public void cookie(String nameAndValue) {
        cookie = nameAndValue;
    }

    /** A GET; nothing is tried twice. */
    public Response get(String target) throws IOException {
        HttpConnection open = connection;
        if (open == null) {
            open = HttpConnection.to(port);
            connection = open;
            requests = 0;
        }
        try {
            open.send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + cookieField() + "\r\n");
            Response response = open.receive();
            response.values("Set-Cookie").forEach(set -> cookie = set.split(";", 2)[0]);
            if (response.lastOfConnection() || ++requests == KEPT_FOR) {
                reconnect();
            }
            return response;
        } catch (IOException e) {
            reconnect();
            throw e;
        }
    }

    private String cookieField() {
        return cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
    }

    /** The text of a GET that must succeed. */
    public String text(String target) throws IOException {
        Response response = get(target);
        if (response.status() != 200) {
            throw new AssertionError(target + " was answered with " + response);
        }
        return response.text().strip();
    }

    /** Whether a GET succeeds just now. */
    public boolean succeeds(String target) {
        try {
            return get(target).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        reconnect();
    }

    /** Ends the connection; the next request makes a new one, maybe to another worker. */
    public void reconnect() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
