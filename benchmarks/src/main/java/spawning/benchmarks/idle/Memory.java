// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.idle;

import java.io.IOException;
import java.nio.file.Path;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.ProcessTree;
import spawning.benchmarks.contender.Tool;

/**
 * What a worker holds after a full collection.
 *
 * @param heap bytes of live objects
 * @param rss bytes of resident memory; the heap is touched at the start as a whole, so what grows is outside of it
 */
public record Memory(long heap, long rss) {
    static Memory of(Instance instance) throws IOException {
        long worker = instance.perProcess("/heap").keySet().iterator().next();
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 2; i++) { // the first one finds what cleaners and references then let go
            if (Tool.output(jcmd, "" + worker, "GC.run").isEmpty()) {
                throw new IOException("jcmd " + worker + " GC.run failed");
            }
        }
        long heap = instance.perProcess("/heap").values().iterator().next();
        ProcessTree tree = new ProcessTree(ProcessHandle.of(worker).orElseThrow());
        return new Memory(heap, tree.rssBytes());
    }
}
