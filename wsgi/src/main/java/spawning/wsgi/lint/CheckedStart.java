// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;
import spawning.wsgi.Write;

/** Stands before the caller's start. */
final class CheckedStart implements StartResponse {
    private final Call call;
    private final StartResponse start;

    CheckedStart(Call call, StartResponse start) {
        this.call = call;
        this.start = start;
    }

    @Override
    public Write start(String status, List<Header> headers, @Nullable Throwable error) {
        call.require(!call.ended(), Rule.START_AFTER_END, "start with " + status);
        call.require(call.onItsThread(), Rule.START_OTHER_THREAD, call.threads());
        Outcome outcome = call.outcome();
        call.require(!outcome.started() || error != null, Rule.START_TWICE, "start with " + status + " and no error");
        outcome.start(status, headers);
        Write write;
        try {
            write = start.start(status, new ReceivedHeaders(call, headers), error);
        } catch (LintError breach) {
            throw breach;
        } catch (RuntimeException | Error refused) {
            if (error != null) {
                outcome.errorThrown();
            }
            throw refused;
        }
        if (write == null) {
            throw call.breach(Rule.WRITE_MISSING, "null");
        }
        return new CheckedWrite(call, write);
    }
}
