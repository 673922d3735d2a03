// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which variable of environ a request header goes to. */
final class HeaderKeys {
    /** Those that browsers, proxies and command line clients send, so that their keys are not built for each request. */
    private static final Map<String, String> KNOWN = known(List.of(
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Authorization",
            "Cache-Control",
            "Connection",
            "Content-Length",
            "Content-Type",
            "Cookie",
            "DNT",
            "Forwarded",
            "Host",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "Origin",
            "Pragma",
            "Priority",
            "Range",
            "Referer",
            "Sec-Fetch-Dest",
            "Sec-Fetch-Mode",
            "Sec-Fetch-Site",
            "Sec-Fetch-User",
            "Transfer-Encoding",
            "Upgrade-Insecure-Requests",
            "User-Agent",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Real-IP",
            "X-Request-ID",
            "X-Requested-With"));

    private HeaderKeys() {}

    /**
     * The key for a header name, or null when the header is left out: a name with an underscore would be taken for the
     * one with a hyphen, which a proxy in front may have checked; and {@code Proxy} would become {@code HTTP_PROXY},
     * which programs take for the address of their proxy (CVE-2016-5385).
     */
    static @Nullable String of(String name) {
        String key = KNOWN.get(name);
        if (key != null) {
            return key;
        }
        return name.indexOf('_') >= 0 || name.equalsIgnoreCase("Proxy") ? null : key(name);
    }

    private static String key(String name) {
        String variable = name.replace('-', '_').toUpperCase(Locale.ROOT);
        return variable.equals("CONTENT_TYPE") || variable.equals("CONTENT_LENGTH") ? variable : "HTTP_" + variable;
    }

    private static Map<String, String> known(List<String> names) {
        Map<String, String> known = new HashMap<>();
        for (String name : names) {
            known.put(name, key(name));
            known.put(name.toLowerCase(Locale.ROOT), key(name));
        }
        return Map.copyOf(known);
    }
}
