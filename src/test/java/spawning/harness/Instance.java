// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import spawning.harness.TestApplications.OnLoad;

/**
 * One instance of the product as a service in a {@link BootedRoot}: {@code /etc/spawning/NAME.conf} and the test application in
 * {@code /srv/NAME}. It listens on a port of 127.0.0.1 that was free when this was made.
 *
 * @param root where it is
 * @param name of the instance
 * @param port where it listens
 */
public record Instance(BootedRoot root, String name, int port) {
    /** Writes its configuration and application. */
    public static Instance in(BootedRoot root, String name) {
        Instance instance = new Instance(root, name, Nginx.freePort());
        instance.deploy("v1", OnLoad.NOTHING);
        instance.configure(instance.listening());
        return instance;
    }

    /** The lines of a configuration that listens on {@link #port}. */
    public String listening() {
        return "host = 127.0.0.1\nport = " + port + "\n";
    }

    /** Writes the configuration: the application, one worker, and these lines. */
    public void configure(String lines) {
        root.write("/etc/spawning/" + name + ".conf", """
                application = com.acme.Shop
                classpath = /srv/%s/shop.jar
                processes = 1
                threads = 4
                keep-alive = 2
                aot = off
                %s
                """.formatted(name, lines));
    }

    /** Puts a version of the application where it is served from by the next generation. */
    public void deploy(String version, OnLoad onLoad) {
        try {
            Path folder = Files.createDirectories(root.path("/srv/" + name));
            TestApplications.jar(folder.resolve("shop.jar"), version, onLoad);
        } catch (IOException e) {
            throw new AssertionError("cannot deploy " + name, e);
        }
    }

    /** 127.0.0.1 and {@link #port}. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The version of the application that answers. */
    public String version() throws IOException {
        return HttpConnection.get(port, "/lazy").text().split(" ", 2)[0];
    }

    /** Waits until this version answers on a new connection. */
    public void awaitVersion(String version) {
        Await.until("version " + version + " of " + name + " answers", Await.SOON, () -> {
            try {
                return version().equals(version);
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** Whether nobody listens on the port. */
    public boolean refuses() {
        try (HttpConnection _ = HttpConnection.to(port)) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }
}
