// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.io.IOException;
import spawning.wsgi.Write;

/** Stands before the caller's write. */
final class CheckedWrite implements Write {
    private final Call call;
    private final Write write;

    CheckedWrite(Call call, Write write) {
        this.call = call;
        this.write = write;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (bytes == null) {
            throw call.breach(Rule.WRITE_NULL, "null");
        }
        call.require(!call.ended(), Rule.WRITE_AFTER_END, bytes.length + " bytes");
        call.require(call.calling(), Rule.WRITE_AFTER_RETURN, bytes.length + " bytes");
        call.require(call.onItsThread(), Rule.WRITE_OTHER_THREAD, call.threads());
        call.outcome().sending(bytes);
        Lent lent = new Lent(bytes);
        write.write(bytes);
        lent.requireUnchanged(call);
    }
}
