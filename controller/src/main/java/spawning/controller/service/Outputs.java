// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.ExitStatus;
import spawning.controller.posix.Account;
import spawning.controller.posix.Errno;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.protocol.ControllerMessage;

/**
 * Where descriptors 1 and 2 lead, of this process and so of its children: files that are appended to, or where they led
 * when it was started.
 */
public final class Outputs {
    private static final Logger log = LoggerFactory.getLogger(Outputs.class);
    private static final Path NOWHERE = Path.of("/dev/null");

    private final Optional<Path> stdout;
    private final Optional<Path> stderr;
    private final boolean open;

    /**
     * @param stdout absolute; empty: as it is
     * @param stderr likewise
     */
    public Outputs(Optional<Path> stdout, Optional<Path> stderr) {
        this(stdout, stderr, false);
    }

    private Outputs(Optional<Path> stdout, Optional<Path> stderr, boolean open) {
        this.stdout = stdout;
        this.stderr = stderr;
        this.open = open;
    }

    /**
     * The files to which they lead already, opened by whoever started us: they are only ever opened again. What is no file,
     * such as a pipe, is left alone.
     */
    public static Outputs asTheyAre() {
        return new Outputs(fileOf(1), fileOf(2), true);
    }

    private static Optional<Path> fileOf(int number) {
        try {
            Path path = Files.readSymbolicLink(Path.of("/proc/self/fd/" + number));
            return Optional.of(path).filter(Files::isRegularFile);
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    /** Those of a daemon, which holds nothing of the shell that started it. */
    public Outputs orNowhere() {
        return new Outputs(Optional.of(stdout.orElse(NOWHERE)), Optional.of(stderr.orElse(NOWHERE)));
    }

    /**
     * Opens the files and leads the descriptors there.
     *
     * @param owner who is to own the files that are made, and may have put links there; empty: whoever this process is
     * @throws CannotStartException one cannot be opened; what was there before stays
     */
    public void open(Optional<Account> owner) throws CannotStartException {
        if (open) {
            return;
        }
        try {
            if (stdout.isPresent()) {
                lead(1, stdout.get(), owner);
            }
            if (stderr.isPresent()) {
                lead(2, stderr.get(), owner);
            }
        } catch (IOException e) {
            String link = e instanceof PosixException posix && posix.errno() == Errno.ELOOP
                    ? " (it is a symbolic link, which is not followed together with --chuid)"
                    : "";
            throw new CannotStartException(ExitStatus.USAGE, e.getMessage() + link, e);
        }
    }

    private static void lead(int number, Path path, Optional<Account> owner) throws PosixException {
        try (Fd file = Posix.openToAppend(path, owner, owner.isEmpty())) {
            Posix.redirect(number, file);
        }
    }

    /** What workers are told, who inherited the descriptors. */
    public ControllerMessage.ReopenLogs message() {
        return new ControllerMessage.ReopenLogs(text(stdout), text(stderr));
    }

    private static String text(Optional<Path> file) {
        return file.filter(path -> !path.equals(NOWHERE)).map(Path::toString).orElse("");
    }

    /** Opens the files again by their names, after they were renamed. One that cannot be is kept, and that is said. */
    public void reopen() {
        stdout.ifPresent(path -> reopen(1, path));
        stderr.ifPresent(path -> reopen(2, path));
    }

    private static void reopen(int number, Path path) {
        try {
            lead(number, path, Optional.empty());
        } catch (PosixException e) {
            log.error("{} cannot be opened again; going on with the file open so far: {}", path, e.getMessage());
        }
    }
}
