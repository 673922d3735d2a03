// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

/**
 * A network in CIDR notation (RFC 4632, RFC 4291), or a single address.
 *
 * @param first the lowest address
 * @param prefix how many of the 128 bits are fixed; 96 or more for IPv4
 * @param v4 whether it is one of IPv4; a network of IPv6, {@code ::/0} too, holds no IPv4 address
 */
public record IpNetwork(IpAddress first, int prefix, boolean v4) {
    private static final int V4_BITS = 32;
    private static final int BITS = 128;

    /**
     * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or an address. Never looks a name up.
     *
     * @throws IllegalArgumentException it is none, its prefix is out of range, or it has bits after the prefix; the text
     *     says which, and what is right
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String left = slash < 0 ? text : text.substring(0, slash);
        IpAddress address = IpAddress.parse(left);
        if (address == null) {
            throw new IllegalArgumentException("\"" + text + "\" is no address or network; give such as 10.1.2.3,"
                    + " 10.0.0.0/8 or 2001:db8::/32, for names are not looked up");
        }
        boolean v4 = left.indexOf(':') < 0;
        int most = v4 ? V4_BITS : BITS;
        int prefix = slash < 0 ? most : prefix(text, text.substring(slash + 1), most);
        int fixed = v4 ? prefix + BITS - V4_BITS : prefix;
        IpAddress first = masked(address, fixed);
        if (!first.equals(address)) {
            throw new IllegalArgumentException("\"" + text + "\" has bits set after its first " + prefix
                    + "; write the network " + first + "/" + prefix + " or the address " + left);
        }
        return new IpNetwork(first, fixed, first.v4() && fixed >= BITS - V4_BITS);
    }

    /** Whether an address lies in it. */
    public boolean contains(IpAddress address) {
        return v4 == address.v4() && masked(address, prefix).equals(first);
    }

    private static int prefix(String text, String digits, int most) {
        int prefix = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has a prefix of \"" + digits + "\"; give a number from 0 to " + most);
        }
        return prefix;
    }

    private static IpAddress masked(IpAddress address, int bits) {
        long high = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
        long low = bits <= 64 ? 0 : -1L << (BITS - bits);
        return new IpAddress(address.high() & high, address.low() & low);
    }
}
