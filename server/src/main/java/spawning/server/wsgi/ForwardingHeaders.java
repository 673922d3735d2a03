// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a request in which proxies tell about the client, as lists in the order in which they came. */
final class ForwardingHeaders {
    final List<String> forwarded = new ArrayList<>(1);
    final List<String> xFor = new ArrayList<>(2);
    final List<String> xProto = new ArrayList<>(1);
    final List<String> xHost = new ArrayList<>(1);
    final List<String> xPort = new ArrayList<>(1);
    final List<String> xSsl = new ArrayList<>(0);
    final List<String> xProtocol = new ArrayList<>(0);

    private ForwardingHeaders() {}

    /** Null when there are none, and then nothing was made. */
    static @Nullable ForwardingHeaders in(Iterable<Map.Entry<String, String>> headers) {
        @Nullable ForwardingHeaders found = null;
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            boolean plain = name.length() == "Forwarded".length() && name.equalsIgnoreCase("Forwarded");
            if (plain || name.regionMatches(true, 0, "X-Forwarded-", 0, "X-Forwarded-".length())) {
                found = found == null ? new ForwardingHeaders() : found;
                if (plain) {
                    found.forwarded.add(header.getValue());
                } else {
                    found.add(name.substring("X-Forwarded-".length()), header.getValue());
                }
            }
        }
        return found;
    }

    private void add(String name, String value) {
        List<String> list = switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "for" -> xFor;
            case "proto" -> xProto;
            case "host" -> xHost;
            case "port" -> xPort;
            case "ssl" -> xSsl;
            case "protocol" -> xProtocol;
            default -> null;
        };
        if (list != null) {
            addElements(list, value);
        }
    }

    /** Lines of one name are one list, and its empty elements do not count: RFC 9110, sections 5.2 and 5.6.1.2. */
    private static void addElements(List<String> list, String value) {
        for (int start = 0; start <= value.length(); ) {
            int comma = value.indexOf(',', start);
            int end = comma < 0 ? value.length() : comma;
            String element = value.substring(start, end).strip();
            if (!element.isEmpty()) {
                list.add(element);
            }
            start = end + 1;
        }
    }
}
