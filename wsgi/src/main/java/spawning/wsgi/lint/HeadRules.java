// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spawning.wsgi.Header;

/** The rules of status and headers. Pure. */
final class HeadRules {
    /** Those of one value that applications set, and that recipients would join or choose from as they like. */
    private static final Set<String> SINGLE = Set.of(
            "content-type",
            "content-length",
            "content-range",
            "content-location",
            "content-disposition",
            "date",
            "etag",
            "expires",
            "last-modified",
            "location",
            "retry-after",
            "server",
            "age");

    private HeadRules() {}

    static void checkStatus(Call call, @Nullable String status) {
        if (status == null) {
            throw call.breach(Rule.STATUS_NULL, "null");
        }
        call.require(printable(status), Rule.STATUS_CHARACTERS, shown(status));
        call.require(wellFormed(status), Rule.STATUS_FORMAT, shown(status));
        char first = status.charAt(0);
        call.require(first >= '2' && first <= '5', Rule.STATUS_RANGE, shown(status));
    }

    private static boolean wellFormed(String status) {
        return status.length() > 4
                && digits(status.substring(0, 3))
                && status.charAt(3) == ' '
                && !padded(status.substring(4));
    }

    /** Checks a list, which other threads must not change meanwhile. */
    static void checkHeaders(Call call, @Nullable List<Header> headers) {
        if (headers == null) {
            throw call.breach(Rule.HEADERS_NULL, "null");
        }
        Set<String> singles = new HashSet<>();
        for (Header header : headers) {
            call.require(header != null, Rule.HEADER_NULL, "null among " + headers);
            checkName(call, header);
            checkValue(call, header);
            String name = header.name().toLowerCase(Locale.ROOT);
            call.require(!SINGLE.contains(name) || singles.add(name), Rule.HEADER_REPEATED, "two of " + header.name());
        }
    }

    private static void checkName(Call call, Header header) {
        String name = header.name();
        call.require(token(name), Rule.HEADER_NAME, shown(name));
        call.require(!name.endsWith("-") && !name.endsWith("_"), Rule.HEADER_NAME_END, shown(name));
        call.require(!name.equalsIgnoreCase("status"), Rule.HEADER_STATUS, name);
        call.require(!header.isHopByHop(), Rule.HEADER_HOP_BY_HOP, name);
    }

    private static void checkValue(Call call, Header header) {
        String value = header.value();
        String seen = header.name() + ": " + shown(value);
        call.require(latin1(value), Rule.HEADER_VALUE_CHARSET, seen);
        call.require(printable(value.replace('\t', ' ')), Rule.HEADER_VALUE_CONTROL, seen);
        call.require(!padded(value), Rule.HEADER_VALUE_SPACE, seen);
        if (header.name().equalsIgnoreCase("Content-Length")) {
            call.require(digits(value) && value.length() < 19, Rule.CONTENT_LENGTH_FORMAT, seen);
        }
    }

    /** RFC 9110, section 5.6.2. */
    static boolean token(String text) {
        return !text.isEmpty() && text.chars().allMatch(HeadRules::tokenCharacter);
    }

    private static boolean tokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    static boolean digits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static boolean latin1(String text) {
        return text.chars().allMatch(c -> c <= 0xFF);
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 0x7F && c <= 0xFF);
    }

    private static boolean padded(String text) {
        return !text.isEmpty() && (blank(text.charAt(0)) || blank(text.charAt(text.length() - 1)));
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    /** A text in quotes, with what could write lines of its own into a log made visible. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder("'");
        int length = Math.min(text.length(), 200);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.append(length < text.length() ? "'..." : "'").toString();
    }
}
