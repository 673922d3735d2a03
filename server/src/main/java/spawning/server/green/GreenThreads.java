// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.green;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads with a scheduler of our own, and the right to forbid them to yield: what JDK 25 has for its own use and
 * its tests. The only class that knows of it. It needs {@code --add-opens java.base/java.lang=ALL-UNNAMED} and {@code
 * --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}, and is tried out once, by {@link #whyNot}, before it is used.
 *
 * <p>Threads that such a thread starts without saying how, {@code Thread.startVirtualThread} for one, inherit its scheduler.
 */
public final class GreenThreads {
    /** {@code -J -Dspawning.green=off} has ordinary virtual threads used instead. */
    private static final String SWITCH = "spawning.green";

    private static final Logger LOG = LoggerFactory.getLogger(GreenThreads.class);

    private static final @Nullable MethodHandle BUILDER;
    private static final @Nullable MethodHandle PIN;
    private static final @Nullable MethodHandle UNPIN;
    private static final String NO_ACCESS;

    static {
        MethodHandle builder = null;
        MethodHandle pin = null;
        MethodHandle unpin = null;
        String whyNot = "";
        if ("off".equals(System.getProperty(SWITCH))) {
            whyNot = "-D" + SWITCH + "=off";
        } else {
            try {
                builder = builder();
                pin = continuation("pin");
                unpin = continuation("unpin");
            } catch (ReflectiveOperationException | RuntimeException e) {
                whyNot = e.toString();
            }
        }
        BUILDER = builder;
        PIN = pin;
        UNPIN = unpin;
        NO_ACCESS = whyNot;
    }

    /** Not in the initializer above: the thread that is tried uses this class. */
    private static final class Trial {
        static final String FAILURE = trial();
    }

    private GreenThreads() {}

    /** Why this JVM has none; empty if it has. Any thread. */
    public static String whyNot() {
        return NO_ACCESS.isEmpty() ? Trial.FAILURE : NO_ACCESS;
    }

    /**
     * Starts what the JDK starts when a virtual thread first waits for a socket: virtual threads, which look after all
     * sockets of the process. Started by a green thread they would inherit its scheduler, and stand still with it. To be
     * called by a platform thread before there is any green one.
     */
    public static void startPollers() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("called by a virtual thread, whose scheduler the pollers would inherit");
        }
        try {
            Class.forName("sun.nio.ch.Poller", true, null);
        } catch (ClassNotFoundException e) {
            LOG.debug("this JDK looks after sockets in another way", e);
        }
    }

    /**
     * A virtual thread that runs where its scheduler runs what it is given.
     *
     * @param scheduler given a task at the start and each time the thread can go on; must run it on a platform thread,
     *     sooner or later. It is called from any thread and must not block
     * @throws IllegalStateException there are none, see {@link #whyNot}
     */
    public static Thread unstarted(Executor scheduler, String name, Runnable task) {
        MethodHandle builder = BUILDER;
        if (builder == null) {
            throw new IllegalStateException("no green threads: " + NO_ACCESS);
        }
        try {
            return ((Thread.Builder.OfVirtual) builder.invokeExact(scheduler))
                    .name(name)
                    .inheritInheritableThreadLocals(false)
                    .unstarted(task);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * From here to {@link #unpin} the calling thread keeps its carrier, whatever it waits for. For what takes a lock that
     * the event loop may want, too: a thread that yields while it holds one waits for the loop, and the loop for it.
     * Without effect on a platform thread.
     */
    public static void pin() {
        call(PIN);
    }

    /** Ends what {@link #pin} began. */
    public static void unpin() {
        call(UNPIN);
    }

    private static void call(@Nullable MethodHandle method) {
        if (method == null || !Thread.currentThread().isVirtual()) {
            return;
        }
        try {
            method.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle builder() throws ReflectiveOperationException {
        Constructor<?> constructor =
                Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder").getDeclaredConstructor(Executor.class);
        constructor.setAccessible(true); // InaccessibleObjectException without --add-opens
        return MethodHandles.lookup()
                .unreflectConstructor(constructor)
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
    }

    private static MethodHandle continuation(String name) throws ReflectiveOperationException {
        return MethodHandles.lookup()
                .findStatic(Class.forName("jdk.internal.vm.Continuation"), name, MethodType.methodType(void.class));
    }

    /** Runs one such thread here: it has to yield when it waits, not when it is pinned, and to go on where we say. */
    private static String trial() {
        Queue<Runnable> queue = new ArrayDeque<>();
        AtomicBoolean passed = new AtomicBoolean();
        Thread here = Thread.currentThread();
        try {
            Thread thread = unstarted(queue::add, "green-trial", () -> {
                pin();
                LockSupport.parkNanos(1);
                boolean kept = queue.isEmpty();
                unpin();
                Thread.yield();
                passed.set(kept && Thread.currentThread().isVirtual());
            });
            thread.start();
            int runs = 0;
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                runs++;
                next.run();
            }
            return passed.get() && runs == 2 && Thread.currentThread().equals(here)
                    ? ""
                    : "a trial of the JVM's internals failed (" + runs + " runs)";
        } catch (RuntimeException | Error e) {
            return e.toString();
        }
    }
}
