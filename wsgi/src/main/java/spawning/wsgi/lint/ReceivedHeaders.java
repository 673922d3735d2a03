// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.AbstractList;
import java.util.List;
import spawning.wsgi.Header;

/** The headers as the caller sees them: who changes the list in place has broken a rule. */
final class ReceivedHeaders extends AbstractList<Header> {
    private final Call call;
    private final List<Header> headers;

    ReceivedHeaders(Call call, List<Header> headers) {
        this.call = call;
        this.headers = List.copyOf(headers);
    }

    @Override
    public Header get(int index) {
        return headers.get(index);
    }

    @Override
    public int size() {
        return headers.size();
    }

    @Override
    public Header set(int index, Header header) {
        throw changed("set " + header);
    }

    @Override
    public void add(int index, Header header) {
        throw changed("add " + header);
    }

    @Override
    public Header remove(int index) {
        throw changed("remove " + headers.get(index));
    }

    private LintError changed(String what) {
        return call.breach(Rule.HEADERS_CHANGED_BY_CALLER, what);
    }
}
