// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.net.Inet6Address;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An IPv6 address as people write it (RFC 5952): {@code ::1}, where Java says {@code 0:0:0:0:0:0:0:1}. */
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    /** The text, without brackets; with its scope if it has one: {@code fe80::1%eth0}. */
    static String of(Inet6Address address) {
        String[] halves = address.getHostAddress().split("%", 2);
        String[] groups = halves[0].split(":", -1);
        int start = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeroesFrom(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        String text = length < 2 ? halves[0] : join(groups, 0, start) + "::" + join(groups, start + length, GROUPS);
        return halves.length == 2 ? text + "%" + halves[1] : text;
    }

    private static int zeroesFrom(String[] groups, int start) {
        int i = start;
        while (i < GROUPS && groups[i].equals("0")) {
            i++;
        }
        return i - start;
    }

    private static String join(String[] groups, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> groups[i]).collect(Collectors.joining(":"));
    }
}
