// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Stands before the iterator of a body. */
final class CheckedIterator implements Iterator<byte[]> {
    private final Call call;
    private final Iterator<?> iterator; // the type argument is a promise that erasure does not keep
    private @Nullable Lent lent;
    private boolean promised;
    private boolean failed;
    private boolean complete;

    CheckedIterator(Call call, Iterator<byte[]> iterator) {
        this.call = call;
        this.iterator = iterator;
    }

    @Override
    public boolean hasNext() {
        try {
            begin("hasNext()");
            if (complete) {
                return false;
            }
            promised = iterator.hasNext();
            call.tellHidden();
            if (!promised) {
                complete = true;
                call.outcome().complete();
            }
            return promised;
        } catch (RuntimeException | Error failure) {
            throw leaving(failure);
        }
    }

    @Override
    public byte[] next() {
        try {
            begin("next()");
            call.require(!complete, Rule.NEXT_AFTER_END, "next() after hasNext() had said false");
            Object element = element();
            promised = false;
            call.tellHidden();
            if (element == null) {
                throw call.breach(Rule.ELEMENT_NULL, "null");
            }
            if (!(element instanceof byte[] bytes)) {
                throw call.breach(Rule.ELEMENT_TYPE, "a " + element.getClass().getName());
            }
            call.outcome().sending(bytes);
            lent = new Lent(bytes);
            return bytes;
        } catch (RuntimeException | Error failure) {
            throw leaving(failure);
        }
    }

    private @Nullable Object element() {
        try {
            return iterator.next();
        } catch (NoSuchElementException e) {
            LintError breach = promised
                    ? call.breach(Rule.ITERATOR_BROKEN, e.toString())
                    : call.breach(Rule.NEXT_AFTER_END, "next() without hasNext(), and there was none");
            breach.initCause(e);
            throw breach;
        }
    }

    private void begin(String what) {
        call.require(!call.ended(), Rule.BODY_USED_AFTER_CLOSE, what);
        call.require(!failed, Rule.NEXT_AFTER_FAILURE, what);
        Lent last = lent;
        lent = null;
        if (last != null) {
            last.requireUnchanged(call);
        }
    }

    /** Throws what came; an Error as such, to satisfy the compiler a RuntimeException is returned. */
    private RuntimeException leaving(Throwable failure) {
        failed = true;
        call.leaving(failure);
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }
}
