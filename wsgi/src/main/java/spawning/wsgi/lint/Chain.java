// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The calls that one request led to, in the order in which they began: the one of the outermost boundary first. It stands in
 * environ, so that an outer boundary sees what became of the inner ones.
 */
final class Chain {
    private static final String KEY = "spawning.lint";

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** The chain of a request, with this call at its end. Environ is mutable, or there is a breach. */
    static Chain joined(Map<String, Object> environ, Call call) {
        try {
            Chain chain = environ.get(KEY) instanceof Chain outer ? outer : new Chain();
            environ.put(KEY, chain);
            chain.calls.add(call);
            return chain;
        } catch (UnsupportedOperationException e) {
            throw call.breach(Rule.ENVIRON_READ_ONLY, "a " + environ.getClass().getName() + " that refuses put");
        }
    }

    /** Whether the outermost call has ended. */
    boolean ended() {
        return calls.getFirst().ended();
    }

    /** Whether this call is the outermost. */
    boolean beginsWith(Call call) {
        return calls.getFirst().equals(call);
    }

    /** A breach in a call or within it that has not left the outermost boundary; null when there is none. */
    @Nullable
    LintError hiddenFrom(Call outer) {
        return from(outer).stream()
                .map(Call::hidden)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    void forgetHidden() {
        calls.forEach(Call::clearHidden);
    }

    /** A body that was returned within a call and not closed by the time that call's own was; null when there is none. */
    @Nullable
    LintError openWithin(Call outer) {
        return from(outer).stream()
                .skip(1)
                .filter(Call::open)
                .findFirst()
                .map(call -> call.forgotten("its body was still open when the one around it was closed"))
                .orElse(null);
    }

    /** A call and those that began after it. */
    private List<Call> from(Call outer) {
        List<Call> all = List.copyOf(calls);
        return all.subList(all.indexOf(outer), all.size());
    }
}
