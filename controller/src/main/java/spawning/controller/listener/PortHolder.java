// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out who listens on an address, for messages: the tables of /proc/net give the inode of the socket (proc(5)), and
 * the descriptors of some process are links to it. A glance at something that changes; all it cannot read is left out.
 */
public final class PortHolder {
    private static final int MAX_COMMAND = 120;
    private static final String UNKNOWN = "held by an unknown process";

    private final Path proc;

    /** Looks at the processes of this machine. */
    public PortHolder() {
        this(Path.of("/proc"));
    }

    /** Reads another folder laid out as /proc is. */
    PortHolder(Path proc) {
        this.proc = proc;
    }

    /** Such as {@code held by pid 812 (java -jar shop.jar)} or {@code held by a process of another user (uid 33)}. */
    public String describe(Bind bind) {
        List<ListeningSocket> sockets = listening(bind);
        Set<String> links = sockets.stream()
                .map(socket -> "socket:[" + socket.inode() + "]")
                .collect(Collectors.toSet());
        if (links.isEmpty()) {
            return UNKNOWN;
        }
        return holder(links)
                .map(process -> "held by pid " + process.getFileName() + " (" + command(process) + ")")
                .orElseGet(() -> "held by a process of another user"
                        + sockets.getFirst()
                                .uid()
                                .map(uid -> " (uid " + uid + ")")
                                .orElse(""));
    }

    private List<ListeningSocket> listening(Bind bind) {
        return switch (bind) {
            case Bind.Tcp tcp -> {
                try {
                    yield listening(ListenerOpener.resolve(tcp));
                } catch (CannotBindException e) {
                    yield List.of(); // it had an address a moment ago; who held it cannot be told
                }
            }
            case Bind.Unix unix ->
                lines("net/unix")
                        .map(line -> ListeningSocket.ofUnix(line, unix.path().toString()))
                        .flatMap(Optional::stream)
                        .toList();
            case Bind.Inherited _ -> List.of();
        };
    }

    /** A v4 address may also be held by a v6 socket that takes both families. */
    private List<ListeningSocket> listening(InetSocketAddress address) {
        return Stream.of("net/tcp", "net/tcp6")
                .flatMap(this::lines)
                .map(line -> ListeningSocket.ofTcp(line, address))
                .flatMap(Optional::stream)
                .toList();
    }

    private Stream<String> lines(String table) {
        try {
            return Files.readAllLines(proc.resolve(table)).stream();
        } catch (IOException e) {
            return Stream.empty(); // a kernel without IPv6 has no tcp6
        }
    }

    private Optional<Path> holder(Set<String> links) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (holdsOneOf(process, links)) {
                    return Optional.of(process);
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // no /proc: a message without the pid is still worth it
        }
        return Optional.empty();
    }

    private static boolean holdsOneOf(Path process, Set<String> links) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (links.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // of another user, or gone meanwhile
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static String command(Path process) {
        try {
            byte[] line = Files.readAllBytes(process.resolve("cmdline"));
            String command =
                    new String(line, StandardCharsets.UTF_8).replace('\0', ' ').strip();
            return command.length() > MAX_COMMAND ? command.substring(0, MAX_COMMAND) + "..." : command;
        } catch (IOException e) {
            return "gone meanwhile";
        }
    }
}
