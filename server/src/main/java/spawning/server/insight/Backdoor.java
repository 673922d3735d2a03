// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.server.engine.Inside;

/**
 * A unix socket for one connection of this worker's user, or of root, who may do all that this user may: the other end
 * gets a JShell in this JVM. It has an event loop of its own, for the worker's may be what is stuck.
 */
public final class Backdoor {
    private static final Logger LOG = LoggerFactory.getLogger(Backdoor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    /** Of sun_path, less the NUL at its end: unix(7). */
    private static final int LONGEST = 107;

    private final Supplier<Inside> inside;

    /** @param inside asked for each time that somebody comes in */
    public Backdoor(Supplier<Inside> inside) {
        this.inside = inside;
    }

    /**
     * Opens the socket; it is closed and removed when its one client has come, or nobody in a minute. Any thread.
     *
     * @return why it is not open, in a sentence; empty when it is
     */
    public String open(String path) {
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            return "the Java of this worker, " + System.getProperty("java.home")
                    + ", has no module jdk.jshell; start Spawning with a whole JDK";
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return path + " is longer than the " + LONGEST + " bytes that a unix socket's path may have";
        }
        try {
            Path folder = Path.of(path).toAbsolutePath().getParent();
            if (folder == null || !PRIVATE.containsAll(Files.getPosixFilePermissions(folder))) {
                return folder + " can be entered by others; the socket needs a folder of mode 0700";
            }
            if (Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS)) {
                return path + " is there already"; // which Netty would replace
            }
            new Opening(Path.of(path)).bind();
            return "";
        } catch (IOException | RuntimeException e) {
            return "the socket " + path + " cannot be opened: " + e;
        }
    }

    /** The socket and, after that, its one client. */
    private final class Opening {
        private final Path path;
        private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, Thread.ofPlatform().name("backdoor-io").daemon().factory(), EpollIoHandler.newFactory());
        private final AtomicBoolean taken = new AtomicBoolean();

        Opening(Path path) {
            this.path = path;
        }

        void bind() throws IOException {
            boolean bound = false;
            try {
                Channel server = new ServerBootstrap()
                        .group(group)
                        .channel(EpollServerDomainSocketChannel.class)
                        .childHandler(new Arrivals())
                        .bind(new DomainSocketAddress(path.toString()))
                        .syncUninterruptibly()
                        .channel();
                Files.setPosixFilePermissions(path, OWNER_ONLY);
                var _ = group.schedule(this::nobodyCame, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                bound = true;
                LOG.warn("backdoor: {} waits {} s for its client", path, PATIENCE.toSeconds());
                server.closeFuture().addListener(ignored -> Files.deleteIfExists(path));
            } finally {
                if (!bound) {
                    end();
                }
            }
        }

        private void nobodyCame() {
            if (taken.compareAndSet(false, true)) {
                LOG.warn("backdoor: nobody came to {} within {} s; it is closed", path, PATIENCE.toSeconds());
                end();
            }
        }

        private void end() {
            var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }

        /** Called on the event loop of the backdoor. */
        private final class Arrivals extends ChannelInitializer<EpollDomainSocketChannel> {
            @Override
            protected void initChannel(EpollDomainSocketChannel channel) throws Exception {
                PeerCredentials peer = channel.peerCredentials();
                int own = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
                if (peer.uid() != 0 && peer.uid() != own) {
                    LOG.warn("backdoor: refused uid {} pid {}; it is for uid {}", peer.uid(), peer.pid(), own);
                    var _ = channel.close();
                } else if (!taken.compareAndSet(false, true)) {
                    var _ = channel.close();
                } else {
                    Files.deleteIfExists(path);
                    enter(channel, peer);
                }
            }
        }

        private void enter(EpollDomainSocketChannel channel, PeerCredentials peer) {
            LOG.warn("backdoor opened by uid {} pid {}", peer.uid(), peer.pid());
            Visit visit = new Visit(inside, channel);
            visit.start(() -> {
                LOG.warn("backdoor closed, which uid {} pid {} had opened", peer.uid(), peer.pid());
                end();
            });
        }
    }
}
