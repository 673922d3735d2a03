// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.LogText;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.ControlRequest;

/** One request and its answer. Whatever a client says, it gets one clear end, and the controller serves on. */
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final Commands commands;
    private final Peer peers;

    Conversation(Commands commands, Peer peers) {
        this.commands = commands;
        this.peers = peers;
    }

    /** Blocks until it is over. @throws IOException the client has gone */
    void lead(SocketChannel client, Line line) throws IOException {
        UserPrincipal user = Peer.of(client);
        if (peers.allows(user)) {
            hear(line, user);
        } else {
            LOG.warn("{} may not steer this instance; its request was thrown away", user.getName());
            throwAway(line);
            line.write(Command.refused(
                    "user " + user.getName() + " may not steer this instance, only its own user and root"));
        }
    }

    /** What is not read when a connection is closed destroys the answer that goes the other way. */
    private static void throwAway(Line line) throws IOException {
        try {
            var _ = line.read();
        } catch (Line.NoRequest e) {
            LOG.debug("there was no request", e);
        }
    }

    private void hear(Line line, UserPrincipal user) throws IOException {
        try {
            ControlRequest request = ControlRequest.decode(line.read());
            line.write(answer(new Talk(request, line, "spawning-ctl (" + LogText.line(user.getName()) + ")")));
        } catch (Line.NoRequest | IllegalArgumentException e) {
            if (!String.valueOf(e.getMessage()).isEmpty()) {
                line.write(Command.wrong(String.valueOf(e.getMessage())));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a conversation", e);
        }
    }

    private ControlReply.End answer(Talk talk) throws IOException, InterruptedException {
        Optional<Command> command = commands.of(talk.request().verb());
        if (command.isEmpty()) {
            return Command.wrong(
                    "unknown command " + talk.request().verb() + "; this release knows " + commands.names());
        }
        LOG.debug("{}: {}", talk.by(), talk.request().verb());
        try {
            return command.get().run(talk);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "the command {} of the control socket failed",
                    talk.request().verb(),
                    e);
            return Command.refused("a fault of Spawning itself: " + LogText.line(e.toString()));
        }
    }
}
