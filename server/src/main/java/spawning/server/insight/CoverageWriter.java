// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.Insight;

/**
 * Lays down what JaCoCo counts in this worker: at once when somebody asks, each second when it changed, and at the end of
 * the process. A worker that is killed loses what it ran in its last second.
 */
public final class CoverageWriter {
    private static final Logger LOG = LoggerFactory.getLogger(CoverageWriter.class);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long WRITE = TimeUnit.SECONDS.toNanos(1);

    /** Before the name of the session: the header of five bytes, the type of the block, and the length of the name. */
    private static final int NAME_LENGTH_AT = 6;

    private final CoverageFolder folder;
    private final String name = CoverageFolder.ownName();
    private final Object agent;
    private final Method data;
    private byte[] written = {};
    private boolean troubled;

    private CoverageWriter(CoverageFolder folder, Object agent) throws ReflectiveOperationException {
        this.folder = folder;
        this.agent = agent;
        this.data = agent.getClass().getMethod("getExecutionData", boolean.class);
    }

    /**
     * Begins to write, if that is asked for. Called before the application is loaded, whose loading counts.
     *
     * @param generation the folder of the generation
     * @throws IllegalStateException this JVM was started without the agent
     */
    public static void start(Insight insight, Path generation) throws IOException {
        if (insight.coverage().isEmpty()) {
            return;
        }
        Object agent = agent(Path.of(insight.coverage(), "jacocoagent.jar"));
        try {
            CoverageWriter writer = new CoverageWriter(CoverageFolder.beside(generation), agent);
            writer.write();
            Thread.ofPlatform().name("coverage").daemon().start(writer::run);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("coverage-end").unstarted(writer::attempt));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of JaCoCo's agent cannot be asked for its data", e);
        }
    }

    /**
     * The running agent, by the package that its own jar names: an application on the same class path may bring another
     * one under the public names.
     */
    private static Object agent(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String main = file.getManifest().getMainAttributes().getValue("Premain-Class");
            String agent = main.substring(0, main.lastIndexOf('.')) + ".Agent";
            return ClassLoader.getSystemClassLoader()
                    .loadClass(agent)
                    .getMethod("getInstance")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JaCoCo's agent of " + jar + " does not run in this worker", e);
        }
    }

    private void run() {
        long next = System.nanoTime() + WRITE;
        while (true) {
            LockSupport.parkNanos(LOOK);
            answer();
            if (System.nanoTime() - next > 0) {
                attempt();
                next = System.nanoTime() + WRITE;
            }
        }
    }

    private void answer() {
        try {
            for (Path question : folder.questions(name)) {
                write();
                CoverageFolder.answer(question, name);
            }
        } catch (IOException | RuntimeException | ReflectiveOperationException e) {
            tell(e);
        }
    }

    private void attempt() {
        try {
            write();
        } catch (IOException | RuntimeException | ReflectiveOperationException e) {
            tell(e);
        }
    }

    private synchronized void write() throws IOException, ReflectiveOperationException {
        byte[] now = (byte[]) data.invoke(agent, false);
        byte[] counted = withoutSession(now);
        if (!Arrays.equals(counted, written) || Files.notExists(folder.file(name))) {
            folder.write(name, now);
            written = counted;
        }
        troubled = false;
    }

    /** The session's block, the first one, has the time of this very call in it: its name, and two numbers of 64 bits. */
    private static byte[] withoutSession(byte[] data) {
        int length = Short.toUnsignedInt(ByteBuffer.wrap(data).getShort(NAME_LENGTH_AT));
        return Arrays.copyOfRange(data, NAME_LENGTH_AT + Short.BYTES + length + 2 * Long.BYTES, data.length);
    }

    private synchronized void tell(Exception e) {
        if (!troubled && !(e instanceof NoSuchFileException)) { // the folder goes with the last worker
            LOG.warn("what JaCoCo counted cannot be written to {}; trying again", folder.path(), e);
            troubled = true;
        }
    }
}
