// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

/** The error numbers that somebody decides upon; the same on x86_64 and aarch64 (asm-generic/errno.h). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int E2BIG = 7;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int ENAMETOOLONG = 36;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int ELOOP = 40;
    public static final int ENOTSOCK = 88;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ECONNABORTED = 103;
    public static final int ECONNREFUSED = 111;

    private Errno() {}

    /** Name and meaning, such as {@code EADDRINUSE (Address already in use)}. */
    static String describe(int errno) {
        String name = CFunction.text(CFunction.callForAddress("strerrorname_np", errno));
        String meaning = CFunction.text(CFunction.callForAddress("strerrordesc_np", errno));
        return name.isEmpty() ? "errno " + errno : name + " (" + meaning + ")";
    }
}
