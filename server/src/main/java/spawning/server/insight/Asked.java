// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page of the worker's own.
 *
 * @param method as sent
 * @param path percent-decoded
 * @param query as sent; empty when there is none
 * @param host what the client asked for, with its port; empty when it did not say
 * @param client its address as the application would see it; empty when it is not known
 * @param relayed whether somebody passed the request on without being believed, or without saying, for whom
 */
public record Asked(String method, String path, String query, String host, String client, boolean relayed) {
    /**
     * A request as its headers tell.
     *
     * @param authority of the target, which overrides the header Host; null when it has none
     * @param client its address, after the trusted proxies were believed
     * @param told whether that is what a trusted proxy said, and not the peer's own
     */
    public static Asked of(
            String method,
            String path,
            String query,
            @Nullable String authority,
            Iterable<Map.Entry<String, String>> headers,
            String client,
            boolean told) {
        String host = "";
        boolean passedOn = false;
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("host")) {
                host = header.getValue();
            }
            passedOn |= isProxys(name);
        }
        return new Asked(method, path, query, authority == null ? host : authority, client, passedOn && !told);
    }

    /** Headers that no client of its own accord sends, and that proxies do. */
    private static boolean isProxys(String name) {
        return name.startsWith("x-forwarded")
                || switch (name) {
                    case "forwarded", "via", "x-real-ip", "x-client-ip", "x-original-forwarded-for" -> true;
                    default -> false;
                };
    }
}
