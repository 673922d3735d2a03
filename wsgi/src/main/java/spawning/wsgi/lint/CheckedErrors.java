// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;

/** Stands before wsgi.errors. */
final class CheckedErrors extends PrintWriter {
    private final Call call;

    CheckedErrors(Call call, PrintWriter errors) {
        super(new Guard(call, errors));
        this.call = call;
    }

    @Override
    public void close() {
        throw call.breach(Rule.ERRORS_CLOSED, "close()");
    }

    private static final class Guard extends FilterWriter {
        private final Call call;

        Guard(Call call, PrintWriter errors) {
            super(errors);
            this.call = call;
        }

        @Override
        public void write(int c) throws IOException {
            requireRequest();
            super.write(c);
        }

        @Override
        public void write(char[] characters, int offset, int count) throws IOException {
            requireRequest();
            super.write(characters, offset, count);
        }

        @Override
        public void write(String text, int offset, int count) throws IOException {
            requireRequest();
            super.write(text, offset, count);
        }

        private void requireRequest() {
            call.require(!call.requestEnded(), Rule.ERRORS_AFTER_END, "a write");
        }
    }
}
