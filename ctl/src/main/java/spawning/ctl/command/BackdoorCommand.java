// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl backdoor}. */
@Command(
        name = "backdoor",
        mixinStandardHelpOptions = true,
        description = {
            "Opens a JShell inside a worker of an instance that was started with --backdoor. It may do all that the worker may.",
            "Ctrl-D or /exit leaves it."
        },
        footer = {"", Asking.EXIT_CODES})
public final class BackdoorCommand extends Asking {
    private static final int BUFFER = 8192;

    @Parameters(arity = "0..1", paramLabel = "SLOT", description = "Of which worker; otherwise of the first one.")
    private @Nullable Integer slot;

    @Override
    Outcome run(ControlClient client) throws Failure {
        ControlRequest request = ControlRequest.of("backdoor");
        StringBuilder path = new StringBuilder();
        Outcome outcome = ask(
                client,
                slot == null ? request : request.with("slot", slot.toString()),
                SOON,
                data -> path.append(data.kind().equals("path") ? data.text() : ""));
        if (outcome == Outcome.DONE) {
            talk(Path.of(path.toString()));
        }
        return outcome;
    }

    private static void talk(Path socket) throws Failure {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var _ = Thread.ofPlatform().name("typing").daemon().start(() -> type(channel));
            PrintStream screen = System.out;
            copy(Channels.newInputStream(channel), screen);
        } catch (IOException e) {
            throw new Failure(Outcome.REFUSED, "the worker at " + socket + " does not answer: " + e.getMessage());
        }
    }

    private static void type(SocketChannel channel) {
        try {
            copy(System.in, Channels.newOutputStream(channel));
            channel.shutdownOutput();
        } catch (IOException e) {
            // the other end has gone, and so will we
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            to.write(buffer, 0, n);
            to.flush();
        }
    }
}
