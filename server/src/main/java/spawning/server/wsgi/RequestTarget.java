// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request, taken apart: RFC 9112, section 3.2.
 *
 * @param path percent-decoded, each byte one character of ISO 8859-1 as PEP 3333 has it; begins with a slash, or is
 *     {@code *}
 * @param query what follows the question mark, as sent; empty when there is none
 * @param authority of an absolute target, which overrides the Host header; otherwise null
 */
public record RequestTarget(
        String path, String query, @Nullable String authority) {
    /**
     * Takes a target apart.
     *
     * @throws IllegalArgumentException it is none that a server may be sent with this method; the text says why
     */
    public static RequestTarget parse(String method, String target) {
        refuseForbiddenCharacters(target);
        if (target.startsWith("/")) {
            return parts(target, null);
        }
        if (target.equals("*")) {
            if (!method.equals("OPTIONS")) {
                throw new IllegalArgumentException("target * is for OPTIONS only");
            }
            return new RequestTarget(target, "", null);
        }
        int authority = target.indexOf("://") + 3;
        String scheme = target.substring(0, Math.max(0, authority - 3)).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("target is neither a path nor an http URI");
        }
        int end = authority;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        if (end == authority) {
            throw new IllegalArgumentException("target lacks a host");
        }
        String rest = target.substring(end);
        return parts(rest.startsWith("/") ? rest : "/" + rest, target.substring(authority, end));
    }

    private static RequestTarget parts(String target, @Nullable String authority) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        return new RequestTarget(path.indexOf('%') < 0 ? path : decode(path), query, authority);
    }

    /** No control characters (they would reach logs and other parsers), no space, no fragment. */
    private static void refuseForbiddenCharacters(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7F || c == '#') {
                throw new IllegalArgumentException("target has a forbidden character");
            }
        }
    }

    private static String decode(String path) {
        byte[] bytes = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                bytes[length++] = (byte) c;
                continue;
            }
            int value = i + 2 < path.length() ? (hex(path.charAt(i + 1)) << 4) | hex(path.charAt(i + 2)) : -1;
            if (value <= 0) { // also NUL, which ends a file name for the kernel and not for Java
                throw new IllegalArgumentException("target has a malformed escape");
            }
            bytes[length++] = (byte) value;
            i += 2;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** The value of a hexadecimal digit, or -1, which stays negative whatever it is combined with. */
    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
