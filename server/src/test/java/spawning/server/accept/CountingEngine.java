// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import spawning.protocol.WorkerSettings.Listener;
import spawning.server.engine.HttpEngine;
import spawning.server.engine.Inside;
import spawning.server.engine.RequestUnderWay;

/** Counts connections; answers each with one byte and closes it. */
final class CountingEngine implements HttpEngine {
    final AtomicInteger adopted = new AtomicInteger();
    final AtomicLong answered = new AtomicLong();

    /** How often somebody wanted to know what was answered. */
    final AtomicInteger asked = new AtomicInteger();

    /** How many connections it says it holds, asked by any thread. */
    volatile IntSupplier connections = () -> 0;

    volatile boolean hasSlot = true;
    volatile boolean full;
    volatile Runnable wake = () -> {};

    @Override
    public void start() {}

    @Override
    public Inside inside() {
        throw new UnsupportedOperationException("there is no application");
    }

    @Override
    public void adopt(int descriptor, Listener listener) {
        adopted.incrementAndGet();
        try {
            ByteBuffer answer = ByteBuffer.allocateDirect(1).put(0, (byte) 'x');
            new Socket(descriptor).send(answer, 0, 1);
            new FileDescriptor(descriptor).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onStuck(java.util.function.Consumer<String> action) {}

    @Override
    public void onOutOfMemory(Runnable action) {}

    @Override
    public boolean moves() {
        return true;
    }

    @Override
    public boolean full() {
        return full;
    }

    @Override
    public boolean hasSlot() {
        return hasSlot;
    }

    @Override
    public int connections() {
        return connections.getAsInt();
    }

    @Override
    public void onClose(Runnable action) {}

    @Override
    public long answered() {
        long now = answered.get();
        asked.incrementAndGet(); // after it was read: who saw this counted knows that later answers are told apart
        return now;
    }

    @Override
    public void onRoomChange(Runnable wakeAcceptor) {
        wake = wakeAcceptor;
    }

    void setFull(boolean value) {
        full = value;
        wake.run();
    }

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
