// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets close-on-exec on the descriptors that the controller handed down, so that nothing the worker starts holds the port
 * or a lifeline. {@code ProcessBuilder} closes all but the standard three by itself; what the JVM starts on its own
 * ({@code -XX:OnError}, {@code OnOutOfMemoryError}, the AOT assembler) does not.
 *
 * <p>The only foreign call of the worker, made off the boot path on a thread of its own: the first one costs about 100 ms of
 * processor time, and so it waits until the first requests are answered.
 */
final class CloseOnExec {
    private static final Logger log = LoggerFactory.getLogger(CloseOnExec.class);
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;

    /** After ready: a worker that replaces another one is given requests at once, which are slow enough by themselves. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private CloseOnExec() {}

    /** Starts the thread that does it, in a training at once, for that may be over soon; returns at once itself. */
    static void setLater(WorkerArguments arguments) {
        List<Integer> descriptors = new ArrayList<>(arguments.listeners());
        descriptors.add(arguments.lifelineIn());
        descriptors.add(arguments.lifelineOut());
        descriptors.add(arguments.scoreboard());
        descriptors.add(arguments.crew());
        Thread.ofPlatform().name("close-on-exec").daemon().start(() -> setLater(descriptors));
    }

    private static void setLater(List<Integer> descriptors) {
        try {
            if (System.getenv(TrainingMain.VARIABLE) == null) {
                Thread.sleep(LATER);
            }
            set(descriptors);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by the application, for nobody else does: it wants all threads to end
        }
    }

    @SuppressWarnings("restricted")
    private static void set(List<Integer> descriptors) {
        try {
            Linker linker = Linker.nativeLinker();
            MemorySegment symbol = linker.defaultLookup().findOrThrow("fcntl");
            // fcntl is variadic: the third argument is passed as C passes variable arguments.
            MethodHandle fcntl = linker.downcallHandle(
                    symbol,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
            for (int descriptor : descriptors) {
                int result = (int) fcntl.invokeExact(descriptor, F_SETFD, FD_CLOEXEC);
                if (result != 0 && log.isDebugEnabled()) {
                    log.debug("descriptor {} is closed already", descriptor);
                }
            }
        } catch (Throwable e) {
            log.warn("what this JVM starts by itself may inherit the listeners: close-on-exec could not be set", e);
        }
    }
}
