// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code make bench} and {@code make bench BENCH=full|idle|memory|edit|status|analyze}. */
@Command(
        name = "bench",
        description = "Measures Spawning side by side with its peers, all on this machine.",
        subcommands = {
            SideBySide.Quick.class,
            SideBySide.Full.class,
            IdleCommand.class,
            MemoryCommand.class,
            EditCommand.class,
            StatusCommand.class,
            AnalyzeCommand.class,
            StartCommand.class,
            ReloadCommand.class,
            FairnessCommand.class,
            ControllerCommand.class,
            TargetsCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // numbers in reports have points
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    /** The checkout whose product is measured. */
    static Path home() {
        String home = System.getProperty("spawning.home");
        if (home == null) {
            throw new IllegalStateException("spawning.home is not set; start the benchmarks with make bench");
        }
        return Path.of(home).toAbsolutePath().normalize();
    }
}
