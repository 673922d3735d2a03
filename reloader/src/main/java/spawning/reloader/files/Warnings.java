// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import spawning.protocol.ReloaderMessage;

/** Says what people should know once, and again only when it was over or is something else now. One thread. */
public final class Warnings {
    private final Consumer<ReloaderMessage> sink;
    private final Map<Object, String> said = new HashMap<>();

    public Warnings(Consumer<ReloaderMessage> sink) {
        this.sink = sink;
    }

    /**
     * Says it, unless the same was said of the same.
     *
     * @param what it is about
     */
    public void say(Object what, String text) {
        if (!text.equals(said.put(what, text))) {
            sink.accept(new ReloaderMessage.Warning(text));
        }
    }

    /** It is over. */
    public void over(Object what) {
        said.remove(what);
    }
}
