// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import spawning.protocol.LogText;
import spawning.protocol.ReloaderMessage;

/** Says it on stderr in the form of the controller's log, and tells the process of changes: for a reloader alone. */
final class LogLines implements Consumer<ReloaderMessage> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final PrintStream out;
    private final TargetProcess target;

    LogLines(PrintStream out, TargetProcess target) {
        this.out = out;
        this.target = target;
    }

    @Override
    public void accept(ReloaderMessage message) {
        switch (message) {
            case ReloaderMessage.Watching(String what) -> info(out, "watching " + what);
            case ReloaderMessage.Warning(String text) -> line(out, "WARN ", text);
            case ReloaderMessage.Changed(String what) -> changed(what);
        }
    }

    private void changed(String what) {
        String failure = target.hangUp();
        if (failure.isEmpty()) {
            info(out, what + " changed; sent SIGHUP to process " + target.pid());
        } else {
            line(out, "ERROR", what + " changed; " + failure);
        }
    }

    static void info(PrintStream out, String text) {
        line(out, "INFO ", text);
    }

    private static void line(PrintStream out, String level, String text) {
        out.println(TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + " [reloader] " + level + " "
                + LogText.line(text));
    }
}
