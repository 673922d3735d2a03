// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.File;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's native library, which the build unpacks beside the worker's jar. Netty itself would unpack it from the jar at the
 * boot of each worker, among the temporary files, where it may not be allowed to be executed.
 */
final class NativeLibrary {
    private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);

    private static final String NAME = "libspawning_bundled_netty_transport_native_epoll_";

    private NativeLibrary() {}

    /** Loads it where it is there; else Netty will look for it. */
    static void load() {
        load(file(System.getProperty("java.class.path", ""), System.getProperty("os.arch", "")));
    }

    /** The worker's own jar is the first of the class path. */
    static File file(String classPath, String machine) {
        int end = classPath.indexOf(File.pathSeparatorChar);
        File jar = new File(end < 0 ? classPath : classPath.substring(0, end)).getAbsoluteFile();
        return new File(jar.getParentFile(), NAME + (machine.equals("aarch64") ? "aarch_64" : "x86_64") + ".so");
    }

    @SuppressWarnings("restricted") // as all native code, allowed by --enable-native-access
    static void load(File file) {
        if (!file.isFile()) {
            return;
        }
        try {
            System.load(file.getPath());
        } catch (UnsatisfiedLinkError e) { // of another machine, or on a file system without execution
            log.debug("{} is not used: {}", file, e.getMessage());
        }
    }
}
