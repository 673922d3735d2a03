// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A debugger attached to a JVM, as IDEs do it. */
public final class Debugger implements AutoCloseable {
    private final VirtualMachine machine;

    private Debugger(VirtualMachine machine) {
        this.machine = machine;
    }

    /** Attaches to a JVM that listens at a port of 127.0.0.1, or will soon. */
    public static Debugger attach(int port) {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
        Objects.requireNonNull(arguments.get("port")).setValue(Integer.toString(port));
        AtomicReference<VirtualMachine> attached = new AtomicReference<>();
        Await.until("a JVM listens for a debugger at " + port, Await.SOON, () -> {
            try {
                attached.set(connector.attach(arguments));
                return true;
            } catch (IOException notYet) {
                return false;
            } catch (IllegalConnectorArgumentsException e) {
                throw new AssertionError("the connector has other arguments: " + arguments, e);
            }
        });
        return new Debugger(attached.get());
    }

    /** Stops all threads at the first code of a method of a loaded class. */
    public void breakAt(String className, String method) {
        ReferenceType type = machine.classesByName(className).getFirst();
        machine.eventRequestManager()
                .createBreakpointRequest(type.methodsByName(method).getFirst().locationOfCodeIndex(0))
                .enable();
    }

    /** Waits until a breakpoint is met; all threads stand still then. */
    public void awaitBreakpoint() throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < Await.SOON.toNanos()) {
            EventSet events = machine.eventQueue().remove(Duration.ofSeconds(1).toMillis());
            if (events == null) {
                continue;
            }
            for (Event event : events) {
                if (event instanceof BreakpointEvent) {
                    return;
                }
            }
            events.resume();
        }
        throw new AssertionError("no breakpoint was met within " + Await.SOON);
    }

    /** Stops all threads now. */
    public void suspend() {
        machine.suspend();
    }

    /** Lets all threads go on, without further breakpoints. */
    public void resume() {
        machine.eventRequestManager().deleteAllBreakpoints();
        machine.resume();
    }

    /** Detaches; the JVM goes on. */
    @Override
    public void close() {
        try {
            machine.dispose();
        } catch (VMDisconnectedException e) {
            // It has ended, and with it the connection: that is what was wanted.
        }
    }
}
