// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.util.List;
import java.util.regex.Pattern;

/** A worker's options as a training has them: it shall not take what a worker has beside it, a log file or a port. Pure. */
public final class TrainingOptions {
    private static final Pattern LOG_FILE = Pattern.compile("-Xlog:[^:]*:(?!stdout|stderr).+|-Xloggc:.*");
    private static final Pattern PORT =
            Pattern.compile("(?<=-Dcom\\.sun\\.management\\.jmxremote(?:\\.rmi)?\\.port=)\\d+");

    private TrainingOptions() {}

    /** The slot is 0, which no worker has; the JVM takes any free port in place of one that is given for JMX. */
    public static List<String> of(List<String> worker, int generation) {
        return worker.stream()
                .filter(option -> !LOG_FILE.matcher(option).matches())
                .map(option -> option.replace("{slot}", "0").replace("{generation}", "" + generation))
                .map(option -> PORT.matcher(option).replaceAll("0"))
                .toList();
    }
}
