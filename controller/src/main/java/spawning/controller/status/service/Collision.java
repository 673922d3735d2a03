// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import spawning.controller.listener.Bind;

/** Whether two addresses are one, so that only one of them can be listened on. */
final class Collision {
    private Collision() {}

    /** With any of these, where host names mean the same or one is all addresses. */
    static boolean with(Bind.Tcp wanted, List<String> binds) {
        return Bind.all(binds).stream()
                .anyMatch(
                        bind -> bind instanceof Bind.Tcp other && wanted.port() == other.port() && same(wanted, other));
    }

    private static boolean same(Bind.Tcp one, Bind.Tcp other) {
        Optional<InetAddress> first = address(one);
        Optional<InetAddress> second = address(other);
        if (first.isEmpty() || second.isEmpty()) {
            return one.host().equals(other.host());
        }
        return first.equals(second) || oneIsAll(first.get(), second.get());
    }

    private static boolean oneIsAll(InetAddress first, InetAddress second) {
        boolean sameFamily = first.getClass().equals(second.getClass());
        return sameFamily && (first.isAnyLocalAddress() || second.isAnyLocalAddress());
    }

    private static Optional<InetAddress> address(Bind.Tcp bind) {
        try {
            return Optional.of(InetAddress.getByName(bind.host()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
