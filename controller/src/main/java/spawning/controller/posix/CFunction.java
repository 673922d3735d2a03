// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Calls a function of glibc by its name. Any thread may call.
 *
 * <p>All functions go through one downcall handle of the shape {@code long f(long, long, long, long, long, long)}: the
 * calling conventions of x86_64 (System V) and aarch64 (AAPCS64) pass the first six integers and pointers in registers,
 * each callee reads as many and as wide as it declares, and a variadic callee reads them from the same places. One
 * shape means one generated stub, and a stub is what the first use of the foreign function interface costs most.
 */
@SuppressWarnings("restricted")
final class CFunction {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.captureCallState("errno"));
    private static final long RTLD_DEFAULT = 0;
    private static final ConcurrentMap<String, MemorySegment> ADDRESSES = new ConcurrentHashMap<>();
    private static final Charset NATIVE =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), Charset.defaultCharset());

    private CFunction() {}

    /**
     * Calls a function that returns -1 and sets errno when it fails.
     *
     * @param arguments at most six integers or addresses; what they point to must stay alive during the call
     * @return what it returned, or the negated errno
     */
    static int call(String name, long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) invoke(name, state, arguments);
            return result == -1 ? -state.get(ValueLayout.JAVA_INT, ERRNO) : result;
        }
    }

    /** Calls a function that returns an error number itself, or nothing, and leaves errno alone. */
    static int callPlain(String name, long... arguments) {
        return (int) callForAddress(name, arguments);
    }

    /** Calls a function that returns a pointer. */
    static long callForAddress(String name, long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return invoke(name, arena.allocate(STATE), arguments);
        }
    }

    /** The bytes of a C string, encoded as the command line and file names of this process are. */
    static MemorySegment string(Arena arena, String text) {
        return arena.allocateFrom(text, NATIVE);
    }

    /** The text of a C string that is never freed; empty for a null pointer. */
    static String text(long address) {
        return address == 0
                ? ""
                : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
    }

    /**
     * The address of a variable of glibc. That of its own may be unused: a program that names the variable, as jsvc does
     * with environ, has a copy that is valid for the whole process (ld(1), -z nocopyreloc), and dlsym(3) knows it.
     */
    static MemorySegment variable(String name) {
        try (Arena arena = Arena.ofConfined()) {
            long address =
                    callForAddress("dlsym", RTLD_DEFAULT, string(arena, name).address());
            return address == 0 ? address(name) : MemorySegment.ofAddress(address);
        }
    }

    /** The address of a function of glibc. */
    static MemorySegment address(String name) {
        return ADDRESSES.computeIfAbsent(
                name,
                n -> Linker.nativeLinker()
                        .defaultLookup()
                        .find(n)
                        .orElseThrow(() -> new UnsupportedOperationException("this C library has no " + n
                                + "; Spawning needs glibc 2.34 or newer (ldd --version shows yours)")));
    }

    private static long invoke(String name, MemorySegment state, long... a) {
        try {
            return (long)
                    CALL.invokeExact(address(name), state, at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a call of C cannot throw " + e, e);
        }
    }

    private static long at(long[] arguments, int i) {
        return i < arguments.length ? arguments[i] : 0;
    }
}
