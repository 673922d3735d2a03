// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as its 128 bits. One of IPv4 has its form mapped into IPv6 (RFC 4291, section 2.5.5.2), so that both
 * ways in which a dual-stack socket shows the same peer are equal.
 */
public record IpAddress(long high, long low) {
    private static final int GROUPS = 8;
    private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();

    /**
     * Reads an address: four decimal numbers without leading zeros, or hexadecimal groups (RFC 4291, section 2.2), no zone.
     * Never looks a name up.
     *
     * @return null when it is no address
     */
    public static @Nullable IpAddress parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            long v4 = v4(text);
            return v4 < 0 ? null : new IpAddress(0, 0xFFFF_0000_0000L | v4);
        }
        int gap = text.indexOf("::");
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return groups(text, true, groups) == GROUPS ? of(groups) : null;
        }
        int[] tail = new int[GROUPS];
        int before = groups(text.substring(0, gap), false, groups);
        int after = groups(text.substring(gap + 2), true, tail);
        if (before < 0 || after < 0 || before + after >= GROUPS) {
            return null;
        }
        System.arraycopy(tail, 0, groups, GROUPS - after, after);
        return of(groups);
    }

    /** Written out, for the JDK makes what a record has by itself when it first runs: at the boot of each worker. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address && high == address.high && low == address.low;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    /** Whether it is one of IPv4. */
    public boolean v4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** The address of a socket, its scope left out. */
    public static IpAddress of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.capacity() == 4
                ? new IpAddress(0, 0xFFFF_0000_0000L | (bytes.getInt() & 0xFFFF_FFFFL))
                : new IpAddress(bytes.getLong(), bytes.getLong());
    }

    /**
     * The one form in which all of Spawning shows it, whatever it was read from: that of RFC 5952 ({@code ::1}, where Java
     * says {@code 0:0:0:0:0:0:0:1}), without brackets; one of IPv4 as four decimal numbers.
     */
    @Override
    public String toString() {
        return v4() ? v4Text() : v6Text();
    }

    private String v4Text() {
        return ((low >> 24) & 0xFF) + "." + ((low >> 16) & 0xFF) + "." + ((low >> 8) & 0xFF) + "." + (low & 0xFF);
    }

    /** The first of the longest runs of zeros is left out, if it is two groups or more: RFC 5952, section 4.2. */
    private String v6Text() {
        int start = GROUPS;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeroesFrom(i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (start == GROUPS) {
            return join(0, GROUPS);
        }
        return join(0, start) + "::" + join(start + length, GROUPS);
    }

    private int zeroesFrom(int start) {
        int i = start;
        while (i < GROUPS && group(i) == 0) {
            i++;
        }
        return i - start;
    }

    private String join(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int i) {
        long half = i < GROUPS / 2 ? high : low;
        return (int) (half >> (48 - 16 * (i % (GROUPS / 2)))) & 0xFFFF;
    }

    private static IpAddress of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            high = (high << 16) | groups[i];
            low = (low << 16) | groups[i + GROUPS / 2];
        }
        return new IpAddress(high, low);
    }

    /** Reads groups between single colons and returns how many they are, or -1; the last two may be written as IPv4. */
    private static int groups(String text, boolean atEnd, int[] groups) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        int start = 0;
        while (true) {
            int colon = text.indexOf(':', start);
            String group = text.substring(start, colon < 0 ? text.length() : colon);
            if (colon < 0 && atEnd && group.indexOf('.') >= 0) {
                long v4 = v4(group);
                if (v4 < 0 || count > GROUPS - 2) {
                    return -1;
                }
                groups[count] = (int) (v4 >>> 16);
                groups[count + 1] = (int) (v4 & 0xFFFF);
                return count + 2;
            }
            int value = number(group, 16, 4);
            if (value < 0 || count == GROUPS) {
                return -1;
            }
            groups[count++] = value;
            if (colon < 0) {
                return count;
            }
            start = colon + 1;
        }
    }

    /** The 32 bits of four decimal numbers, or -1. */
    private static long v4(String text) {
        long address = 0;
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int dot = text.indexOf('.', start);
            if ((dot < 0) == (i < 3)) {
                return -1;
            }
            String number = text.substring(start, dot < 0 ? text.length() : dot);
            int value = number(number, 10, 3);
            boolean octal = number.length() > 1 && number.charAt(0) == '0'; // to some readers
            if (value < 0 || value > 255 || octal) {
                return -1;
            }
            address = (address << 8) | value;
            start = dot + 1;
        }
        return address;
    }

    private static int number(String digits, int radix, int most) {
        if (digits.isEmpty() || digits.length() > most) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}
