// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import spawning.benchmarks.report.ResultFiles;

/** What is written about one run: a page, and beside it data and charts. Made before the first contender starts. */
final class Paper {
    private final String title;
    private final Machine machine = Machine.describe(Main.home());
    private final ResultFiles files;
    private final List<String> charts = new ArrayList<>();

    Paper(String name, String title) {
        this.title = title;
        this.files = ResultFiles.of(Main.home(), name);
        System.out.println(machine.markdown());
    }

    void csv(String text) throws IOException {
        var _ = files.write("csv", text);
    }

    void chart(String svg) throws IOException {
        var _ = files.write("svg", svg);
        charts.add(files.stem() + ".svg");
    }

    /** The last thing: what is to be read. */
    void page(String body) throws IOException {
        StringBuilder text = new StringBuilder("# " + title + ": " + files.stem() + "\n\n" + machine.markdown() + "\n");
        charts.forEach(chart -> text.append("![chart](").append(chart).append(")\n\n"));
        System.out.println(text.append(body) + "\n" + files.write("md", text.toString()));
    }
}
