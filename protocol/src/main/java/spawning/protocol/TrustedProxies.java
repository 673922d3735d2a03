// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Whom to believe what they say about the client behind them: the value of {@code --forwarded-allow-ips}.
 *
 * @param anybody everybody is believed
 * @param unix clients of unix sockets are
 * @param networks whose hosts are
 */
public record TrustedProxies(boolean anybody, boolean unix, List<IpNetwork> networks) {
    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /**
     * Reads addresses, networks, {@code unix} and {@code *}.
     *
     * @throws IllegalArgumentException as {@link #check}
     */
    public static TrustedProxies of(List<String> elements) {
        List<IpNetwork> networks = new ArrayList<>();
        for (String element : elements) {
            if (!word(element)) {
                networks.add(IpNetwork.parse(element));
            }
        }
        return new TrustedProxies(elements.contains("*"), elements.contains("unix"), networks);
    }

    /**
     * Does nothing for an element that {@link #of} can read.
     *
     * @throws IllegalArgumentException it cannot; the text says why, and what is right
     */
    public static void check(String element) {
        if (!word(element)) {
            var _ = IpNetwork.parse(element);
        }
    }

    private static boolean word(String element) {
        return element.equals("*") || element.equals("unix");
    }

    /** Whether the one at this address is believed. */
    public boolean trusts(IpAddress address) {
        if (anybody) {
            return true;
        }
        for (IpNetwork network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the client of a unix socket is believed. */
    public boolean trustsUnix() {
        return anybody || unix;
    }
}
