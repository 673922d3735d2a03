// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * JaCoCo's library of reports, in a class loader that knows the JDK and nothing else: neither the application nor the
 * server sees it, nor does it see them. Closed after each report, so that nothing of it stays.
 */
final class CoverageReports implements AutoCloseable {
    private static final String REPORTS = "spawning.coverage.Reports";

    private final URLClassLoader loader;
    private final Class<?> reports;

    /** @param folder of the libraries */
    CoverageReports(Path folder) throws IOException {
        loader = new URLClassLoader("coverage", jars(folder), ClassLoader.getPlatformClassLoader());
        try {
            reports = loader.loadClass(REPORTS);
        } catch (ClassNotFoundException e) {
            loader.close();
            throw new IOException("there is no " + REPORTS + " in " + folder, e);
        }
    }

    private static URL[] jars(Path folder) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                jars.add(url(file));
            }
        }
        return jars.toArray(URL[]::new);
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }

    /** Puts data of several files into one. */
    void merge(List<Path> from, Path to) throws IOException {
        call("merge", new Class<?>[] {List.class, Path.class}, from, to);
    }

    /** Writes the pages; returns what could not be analysed, a sentence each. */
    List<?> write(List<Path> data, List<Path> classPath, List<Path> sources, long newest, Path folder, String title)
            throws IOException {
        Class<?>[] types = {List.class, List.class, List.class, long.class, Path.class, String.class};
        return (List<?>) call("write", types, data, classPath, sources, newest, folder, title);
    }

    private Object call(String method, Class<?>[] types, Object... arguments) throws IOException {
        try {
            Object result = reports.getMethod(method, types).invoke(null, arguments);
            return result == null ? List.of() : result;
        } catch (InvocationTargetException e) {
            throw new IOException("JaCoCo failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException(REPORTS + " is not the one of this version", e);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
