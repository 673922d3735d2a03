// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;

/** Stands before what an application returned. Its size is told where the application's is known, and else not. */
@SuppressWarnings("try") // what the application throws from close is its own, an InterruptedException too
final class CheckedBody implements Iterable<byte[]>, AutoCloseable {
    private final Call call;
    private final Iterable<byte[]> body;
    private boolean iterated;
    private boolean closed;

    private CheckedBody(Call call, Iterable<byte[]> body) {
        this.call = call;
        this.body = body;
    }

    /** A collection stays one, for its size decides on the Content-Length. */
    static Iterable<byte[]> of(Call call, Iterable<byte[]> body) {
        CheckedBody checked = new CheckedBody(call, body);
        return body instanceof Collection<byte[]> all ? new Sized(checked, all) : checked;
    }

    /**
     * What the server is to be given: a file of its own wrapper as it made it, when nobody has touched it on the way out, so
     * that it sends it as without the validator; and else this. From there on the file is the server's, which closes it and
     * refuses by itself what comes after the end of the request.
     */
    Iterable<byte[]> fileOrSelf() {
        return untouchedFile() ? handedOver() : this;
    }

    private boolean untouchedFile() {
        boolean file = body instanceof WrappedFile || (body instanceof CheckedBody inner && inner.untouchedFile());
        return file && !iterated && !closed;
    }

    private Iterable<byte[]> handedOver() {
        Iterable<byte[]> file = body instanceof CheckedBody inner ? inner.handedOver() : ((WrappedFile) body).file();
        call.outcome().file();
        call.closed();
        return file;
    }

    @Override
    public Iterator<byte[]> iterator() {
        try {
            call.require(!call.ended(), Rule.BODY_USED_AFTER_CLOSE, "iterator()");
            call.require(!iterated, Rule.BODY_ITERATED_TWICE, "a second iterator()");
            iterated = true;
            Iterator<byte[]> iterator = body.iterator();
            if (iterator == null) {
                throw call.breach(
                        Rule.ITERATOR_NULL, "null from a " + body.getClass().getName());
            }
            call.tellHidden();
            return new CheckedIterator(call, iterator);
        } catch (RuntimeException | Error failure) {
            call.leaving(failure);
            throw failure;
        }
    }

    @Override
    public void close() throws Exception {
        try {
            call.require(!closed, Rule.CLOSE_TWICE, "a second close()");
            closed = true;
            call.closed();
            try {
                if (body instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            } finally {
                call.end(); // not before: what closes may have something to say
            }
            call.requireInnerBodiesClosed();
            call.tellHidden();
        } catch (Throwable failure) {
            call.leaving(failure);
            throw failure;
        }
    }

    private static final class Sized extends AbstractCollection<byte[]> implements AutoCloseable {
        private final CheckedBody checked;
        private final Collection<byte[]> all;

        Sized(CheckedBody checked, Collection<byte[]> all) {
            this.checked = checked;
            this.all = all;
        }

        @Override
        public Iterator<byte[]> iterator() {
            return checked.iterator();
        }

        @Override
        public int size() {
            return all.size();
        }

        @Override
        public void close() throws Exception {
            checked.close();
        }

        /** The inherited one would use up the only iterator. */
        @Override
        public String toString() {
            return "a checked body of " + size() + " elements";
        }
    }
}
