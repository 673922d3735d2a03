// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import spawning.bundled.io.netty.channel.unix.FileDescriptor;
import spawning.protocol.ListenerKind;
import spawning.protocol.WorkerSettings.Listener;
import spawning.server.accept.Acceptor;
import spawning.server.accept.BoundListener;
import spawning.server.engine.HttpEngine;
import spawning.server.engine.Inside;
import spawning.server.engine.RequestUnderWay;

/**
 * Stops and starts the worker's acceptor on the listener that is descriptor 3, so often as argument 0 says, and then
 * accepts until its standard input ends. Whoever connects is greeted and the connection closed.
 */
public final class AcceptorCycles implements HttpEngine {
    private static final int LISTENER = 3;
    private static final int LONGEST_RUN_NANOS = 3_000_000;
    private static final byte[] GREETING = "hello\n".getBytes(StandardCharsets.US_ASCII);

    public static void main(String[] args) throws Throwable {
        MethodHandle dup = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().find("dup").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        int cycles = Integer.parseInt(args[0]);
        for (int i = 0; i < cycles; i++) {
            Acceptor acceptor = started((int) dup.invokeExact(LISTENER));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_RUN_NANOS));
            acceptor.stop(false);
        }
        Acceptor last = started((int) dup.invokeExact(LISTENER));
        System.out.println("cycles done: " + cycles);
        System.in.readAllBytes();
        last.stop(false);
    }

    private static Acceptor started(int descriptor) throws Exception {
        Listener listener = new Listener(ListenerKind.INHERITED_TCP, "descriptor 3");
        Acceptor acceptor = new Acceptor(List.of(new BoundListener(descriptor, listener)), new AcceptorCycles());
        acceptor.start();
        return acceptor;
    }

    /** Six bytes always fit into the buffer of a new connection, and the client sends nothing that could be unread. */
    @Override
    public void adopt(int descriptor, Listener listener) {
        ByteBuffer greeting = ByteBuffer.allocateDirect(GREETING.length).put(GREETING);
        FileDescriptor connection = new FileDescriptor(descriptor);
        try {
            connection.write(greeting, 0, GREETING.length);
            connection.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Inside inside() {
        throw new UnsupportedOperationException("there is no application");
    }

    @Override
    public void start() {}

    @Override
    public void onStuck(Consumer<String> action) {}

    @Override
    public void onOutOfMemory(Runnable action) {}

    @Override
    public boolean moves() {
        return true;
    }

    @Override
    public boolean hasSlot() {
        return true;
    }

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public void onClose(Runnable action) {}

    @Override
    public long answered() {
        return 0;
    }

    @Override
    public boolean full() {
        return false;
    }

    @Override
    public void onRoomChange(Runnable wakeAcceptor) {}

    @Override
    public void onDeadlock(Consumer<String> action) {}

    @Override
    public List<RequestUnderWay> underWay() {
        return List.of();
    }

    @Override
    public CompletableFuture<Void> drain(DrainMode mode, Duration limit) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
