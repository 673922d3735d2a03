// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import spawning.harness.Broken.How;

/** One client of a load, on a thread of its own. */
final class VirtualClient implements Runnable {
    /** How a client uses its connections. */
    enum Habit {
        BUSY,
        IDLING,
        SINGLE,
        SLOW
    }

    private static final Duration BETWEEN_PIECES = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(20);
    private static final Duration SHORTEST_IDLE = Duration.ofSeconds(1);

    private final LoadClient owner;
    private final int number;
    private final Habit habit;
    private @Nullable HttpConnection connection;
    private long connectionNumber;
    private long pid;
    private Duration keptFor = Duration.ofDays(1);
    private boolean refused;

    VirtualClient(LoadClient owner, int number, Habit habit) {
        this.owner = owner;
        this.number = number;
        this.habit = habit;
    }

    @Override
    public void run() {
        Duration pause = Duration.ZERO;
        while (!owner.overWithin(pause) && !refused) {
            pause = exchange() ? thinkingTime() : AFTER_FAILURE;
        }
        disconnect();
    }

    /** One request and its response; returns whether all was well. */
    private boolean exchange() {
        try {
            HttpConnection open = connected();
            long number = owner.nextRequest();
            Exchange exchange = habit == Habit.SLOW ? Exchange.slow(number) : Exchange.number(number);
            send(open, exchange);
            Response response = open.receive();
            Exchange.Answer answer = exchange.check(response);
            pid = answer.pid();
            owner.answered(answer);
            keepOrClose(response);
            return true;
        } catch (Broken broken) {
            if (broken.how() == How.NOT_CONNECTED && owner.load().endsWhenRefused()) {
                refused = true;
            } else {
                owner.failed(new Tally.Failure(number, connectionNumber, pid, broken.how(), broken.getMessage() + ""));
            }
            disconnect();
            return false;
        }
    }

    /** A stop of the load shortens the pauses; the request goes out completely all the same. */
    private void send(HttpConnection open, Exchange exchange) throws Broken {
        if (habit != Habit.SLOW) {
            open.send(exchange.request());
            return;
        }
        for (byte[] piece : exchange.pieces()) {
            open.send(piece);
            owner.overWithin(BETWEEN_PIECES);
        }
    }

    /** The connection at hand, or a new one when the server has closed it or may close it any moment. */
    private HttpConnection connected() throws Broken {
        HttpConnection open = connection;
        if (open != null && open.idleFor().compareTo(keptFor) <= 0) {
            return open;
        }
        disconnect();
        connectionNumber = owner.nextConnection();
        pid = 0;
        open = HttpConnection.to(owner.load().target());
        connection = open;
        keptFor = Duration.ofDays(1);
        return open;
    }

    private void keepOrClose(Response response) throws Broken {
        if (habit == Habit.SINGLE || response.lastOfConnection()) {
            disconnect();
        }
        String keepAlive = response.value("Keep-Alive");
        if (keepAlive.startsWith("timeout=")) {
            keptFor = Duration.ofSeconds(Long.parseLong(keepAlive.substring("timeout=".length())));
        } else if (!keepAlive.isEmpty()) {
            throw new Broken(How.WRONG, "Keep-Alive: " + keepAlive);
        }
    }

    /** An idling client idles for a second up to the whole time that the server keeps the connection. */
    private Duration thinkingTime() {
        if (habit != Habit.IDLING) {
            return owner.load().pace();
        }
        long most = Math.max(
                SHORTEST_IDLE.toNanos() + 1,
                Math.min(keptFor.toNanos(), Duration.ofSeconds(15).toNanos()));
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(SHORTEST_IDLE.toNanos(), most));
    }

    private void disconnect() {
        HttpConnection open = connection;
        connection = null;
        if (open != null) {
            LoadClient.closeQuietly(open);
        }
    }
}
