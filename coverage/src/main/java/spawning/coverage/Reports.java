// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.coverage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jacoco.core.tools.ExecFileLoader;
import org.jacoco.report.FileMultiReportOutput;
import org.jacoco.report.IReportGroupVisitor;
import org.jacoco.report.IReportVisitor;
import org.jacoco.report.html.HTMLFormatter;

/**
 * Merges and shows what JaCoCo counted. The worker calls it by name from another class loader, so only the JDK's types
 * stand in its methods. Keeps nothing between calls.
 */
public final class Reports {
    private Reports() {}

    /**
     * Puts the data of several files into one: what was covered in any of them is covered in it. To merge a file twice
     * changes nothing.
     *
     * @throws IOException a file cannot be read, or the target not be written
     */
    public static void merge(List<Path> from, Path to) throws IOException {
        load(from).save(to.toFile(), false);
    }

    /**
     * Writes a report of HTML pages.
     *
     * @param data files of JaCoCo's
     * @param classPath jars and folders of classes; each becomes a part of the report
     * @param sources trees of sources, or single files
     * @param newest sources that changed after this, in milliseconds of the epoch, are not shown: they are not what runs
     * @param folder for the pages; made when it is not there
     * @param title of the first page
     * @return what could not be analysed, a sentence each
     * @throws IOException data or class path cannot be read, or the folder not be written
     */
    public static List<String> write(
            List<Path> data, List<Path> classPath, List<Path> sources, long newest, Path folder, String title)
            throws IOException {
        ExecFileLoader loaded = load(data);
        List<String> problems = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (Path entry : classPath) {
            Part part = Part.of(entry, classPath.size() == 1 ? title : "", loaded.getExecutionDataStore(), problems);
            if (!part.bundle().getPackages().isEmpty()) {
                parts.add(part);
            }
        }
        HTMLFormatter format = new HTMLFormatter();
        format.setLocale(Locale.ENGLISH);
        IReportVisitor report = format.createVisitor(new FileMultiReportOutput(folder.toFile()));
        report.visitInfo(
                loaded.getSessionInfoStore().getInfos(),
                loaded.getExecutionDataStore().getContents());
        Sources locator = new Sources(sources, newest);
        if (parts.size() == 1) {
            report.visitBundle(parts.getFirst().bundle(), locator);
        } else {
            IReportGroupVisitor group = report.visitGroup(title);
            for (Part part : parts) {
                group.visitBundle(part.bundle(), locator);
            }
        }
        report.visitEnd();
        return problems;
    }

    private static ExecFileLoader load(List<Path> files) throws IOException {
        ExecFileLoader loader = new ExecFileLoader();
        for (Path file : files) {
            loader.load(file.toFile());
        }
        return loader;
    }
}
