// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.signal;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Signal;

/**
 * Turns signals into events. Bound to sun.misc.Signal by reflection, here only, because javac warns of that class in a
 * way that cannot be turned off.
 *
 * <p>Once this is installed, TERM, INT and HUP no longer end the JVM.
 */
public final class Signals {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";

    private Signals() {}

    /**
     * Whether HUP is ignored, as nohup(1) leaves it for what it starts. To be asked before {@link #install}, which changes
     * it.
     */
    public static boolean isHangupIgnored() throws IOException {
        return isIgnored(Signal.HUP, Files.readString(STATUS));
    }

    /** Reads a bit of the mask that proc(5) prints: the lowest stands for signal 1. */
    static boolean isIgnored(Signal signal, String status) {
        return status.lines()
                .filter(line -> line.startsWith(IGNORED))
                .map(line ->
                        Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16))
                .anyMatch(mask -> (mask >>> (signal.number() - 1) & 1) == 1);
    }

    /**
     * Takes all {@link ControllerSignal}s. First each gets its default disposition: the JVM refuses to take a signal that
     * was ignored when it started, as HUP is under nohup, and TTIN and TTOU under some shells.
     *
     * @param events is given one event for each signal, on a thread of the JVM's, and must do no more than post it
     * @throws IllegalStateException the JVM keeps a signal to itself, as with the option -Xrs
     */
    public static void install(Consumer<ControllerSignal> events) throws PosixException {
        for (ControllerSignal signal : ControllerSignal.values()) {
            Signal.valueOf(signal.name()).resetToDefault();
        }
        for (ControllerSignal signal : ControllerSignal.values()) {
            take(signal, events);
        }
    }

    /** Takes one signal, from whoever had it. */
    public static void take(ControllerSignal signal, Consumer<ControllerSignal> events) {
        handle(signal.name(), () -> events.accept(signal));
    }

    private static void handle(String name, Runnable posted) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle post = MethodHandles.lookup().bind(posted, "run", MethodType.methodType(void.class));
            Object proxy =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(post, 0, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "the JVM does not let us handle SIG" + name + "; is -Xrs set?", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal as JDK 25 has it", e);
        }
    }
}
