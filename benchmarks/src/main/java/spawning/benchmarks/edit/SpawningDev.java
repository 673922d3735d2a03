// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.edit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Spawning of this tree, with the hello example. */
record SpawningDev(Path home) implements Peer {
    @Override
    public String name() {
        return "spawning";
    }

    @Override
    public String settings() {
        return "bin/spawning --reload=dev Hello.java";
    }

    @Override
    public String file() {
        return "application/Hello.java";
    }

    @Override
    public String source(String word) {
        try {
            return Files.readString(home.resolve("examples/hello/Hello.java")).replace("World", word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command(int port, Path scratch) throws IOException {
        save(scratch, FIRST);
        String launcher = home.resolve("bin/spawning").toString();
        String state = scratch.resolve("state").toString();
        String source = scratch.resolve(file()).toString();
        return List.of(launcher, "--reload=dev", "-p", "" + port, "-l", "/dev/null", "--state", state, source);
    }
}
