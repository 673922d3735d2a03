// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.aot.AotMode;
import spawning.controller.config.ControllerConfig;
import spawning.controller.posix.Account;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.protocol.SessionStore;

/**
 * Makes, while we are root, what the user whom we become could not make: folders and the access log in places that belong
 * to root. Only what was not there before is given away; what exists is left to whoever arranged it.
 */
public final class Belongings {
    private static final Logger log = LoggerFactory.getLogger(Belongings.class);

    private static final int OTHERS_MAY_WRITE = 0022;

    private final Account account;

    /** @param account who is to own them */
    public Belongings(Account account) {
        this.account = account;
    }

    /** Makes what this configuration names. What cannot be made is said by whoever needs it. */
    public void make(ControllerConfig config) {
        folder(config.evidence().folder());
        if (config.sessions().store() instanceof SessionStore.Folder(Path path)) {
            folder(path);
        }
        config.state().ifPresent(this::folder);
        if (config.aot().mode() != AotMode.OFF) {
            config.aot().folder().ifPresent(this::folder);
        }
        String accessLog = config.logging().accessLog();
        if (!accessLog.equals("-")) {
            file(Path.of(accessLog));
        }
    }

    /**
     * The folder itself is the user's alone; those above it that are missing stay root's.
     *
     * @return whether it is there now
     */
    public boolean folder(Path folder) {
        List<Path> missing = new ArrayList<>();
        for (Path at = folder; at != null && Files.notExists(at, LinkOption.NOFOLLOW_LINKS); at = at.getParent()) {
            missing.add(at);
        }
        Collections.reverse(missing);
        if (missing.isEmpty() || !isRootsAlone(missing.getFirst().getParent())) {
            return missing.isEmpty();
        }
        try {
            for (Path at : missing) {
                boolean last = at.equals(folder);
                Files.createDirectory(
                        at,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(last ? "rwx------" : "rwxr-xr-x")));
                if (last) {
                    try (Fd fd = Posix.open(at)) {
                        Posix.chown(fd, account);
                    }
                }
            }
        } catch (FileAlreadyExistsException e) {
            log.debug("somebody else has just made {}", e.getFile());
        } catch (IOException e) {
            log.warn("{} cannot be made for {}: {}", folder, account, e.toString());
        }
        return Files.isDirectory(folder);
    }

    /** Where others may write, they could lead root astray by a link; there they can make what they need themselves, too. */
    private static boolean isRootsAlone(@Nullable Path folder) {
        try {
            for (Path at = folder == null ? null : folder.toRealPath(); at != null; at = at.getParent()) {
                int mode = (int) Files.getAttribute(at, "unix:mode");
                if (!Files.getAttribute(at, "unix:uid").equals(0) || (mode & OTHERS_MAY_WRITE) != 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            log.debug("{} cannot be looked at", folder, e);
            return false;
        }
    }

    private void file(Path file) {
        if (!isRootsAlone(file.getParent())) {
            return;
        }
        try (Fd _ = Posix.openToAppend(file, Optional.of(account), false)) {
            log.debug("{} is there", file);
        } catch (PosixException e) {
            log.debug("{} is left to the workers: {}", file, e.getMessage());
        }
    }
}
