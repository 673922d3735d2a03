// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import spawning.protocol.LineBuffer;
import spawning.protocol.MessageLine;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.ReloaderOrder;
import spawning.protocol.WatchList;

/** The two pipes to the controller. */
final class ControllerConnection implements AutoCloseable {
    private static final String ORDERS = "/proc/self/fd/3";
    private static final String MESSAGES = "/proc/self/fd/4";

    private final InputStream orders;
    private final OutputStream messages;

    ControllerConnection(InputStream orders, OutputStream messages) {
        this.orders = orders;
        this.messages = messages;
    }

    /** Opens the descriptors that the controller handed down. */
    static ControllerConnection open() throws IOException {
        FileInputStream orders = new FileInputStream(ORDERS);
        try {
            return new ControllerConnection(orders, new FileOutputStream(MESSAGES));
        } catch (IOException e) {
            orders.close();
            throw e;
        }
    }

    /** Returns when the controller is gone, which is the end of its pipe. */
    void takeOrders(Consumer<WatchList> watch) {
        LineBuffer lines = new LineBuffer();
        byte[] bytes = new byte[MessageLine.MAX_BYTES];
        try {
            for (int n = orders.read(bytes); n >= 0; n = orders.read(bytes)) {
                for (String line : lines.add(ByteBuffer.wrap(bytes, 0, n))) {
                    obey(line, watch);
                }
            }
        } catch (IOException e) {
            say(new ReloaderMessage.Warning("the reloader cannot read its orders and leaves: " + e.getMessage()));
        }
    }

    private void obey(String line, Consumer<WatchList> watch) {
        try {
            Path file = switch (ReloaderOrder.decode(line)) {
                case ReloaderOrder.Watch(Path list) -> list;
            };
            watch.accept(WatchList.read(file));
        } catch (IOException | DateTimeParseException e) {
            say(new ReloaderMessage.Warning(
                    "what to watch cannot be read, the reloader watches what it did before: " + e));
        } catch (InvalidPathException e) {
            say(new ReloaderMessage.Warning(
                    "a path has characters that the reloader's locale cannot tell (set LC_ALL to a"
                            + " UTF-8 one), it watches what it did before: " + e.getMessage()));
        } catch (IllegalArgumentException e) {
            say(new ReloaderMessage.Warning("the reloader does not understand its order: " + e.getMessage()));
        }
    }

    /** Says it, in one write. Nobody reads any more: the process leaves. Any thread. */
    void say(ReloaderMessage message) {
        byte[] line = (message.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (messages) {
                messages.write(line);
            }
        } catch (IOException e) {
            System.exit(0); // a broken pipe: the controller is gone
        }
    }

    @Override
    public void close() throws IOException {
        orders.close();
        messages.close();
    }
}
