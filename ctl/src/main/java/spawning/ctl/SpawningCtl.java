// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import spawning.ctl.analyze.AnalyzeCommand;
import spawning.ctl.command.BackdoorCommand;
import spawning.ctl.command.ConfigCommand;
import spawning.ctl.command.DumpCommand;
import spawning.ctl.command.ListCommand;
import spawning.ctl.command.ReloadCommand;
import spawning.ctl.command.ReopenLogsCommand;
import spawning.ctl.command.RollbackCommand;
import spawning.ctl.command.ScaleCommand;
import spawning.ctl.command.StatusCommand;
import spawning.ctl.command.StopCommand;
import spawning.ctl.command.TopCommand;

/** The command {@code spawning-ctl}. Exit codes: 0 done, 1 not or not wholly done, 2 the command line is wrong. */
@Command(
        name = "spawning-ctl",
        description = "Asks and steers Spawning, and reads its logs.",
        subcommands = {
            AnalyzeCommand.class, // one line each
            StatusCommand.class,
            TopCommand.class,
            ReloadCommand.class,
            RollbackCommand.class,
            StopCommand.class,
            ScaleCommand.class,
            DumpCommand.class,
            ReopenLogsCommand.class,
            ConfigCommand.class,
            BackdoorCommand.class,
            ListCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = SpawningCtl.Version.class)
public final class SpawningCtl {
    private static final int WIDTH = 100;

    private SpawningCtl() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // numbers have points
        System.exit(commandLine().execute(arguments));
    }

    /** The command with its subcommands, also for what is made from it: completion and man pages. */
    public static CommandLine commandLine() {
        return new CommandLine(new SpawningCtl())
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler((wrong, _) -> complain(wrong))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int complain(CommandLine.ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("spawning-ctl: " + wrong.getMessage());
        command.getErr().println("spawning-ctl: nothing was done; " + name + " --help shows the options");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String ours = Optional.ofNullable(SpawningCtl.class.getPackage().getImplementationVersion())
                    .orElse("(development)");
            return new String[] {"spawning-ctl " + ours + " on Java " + Runtime.version()};
        }
    }
}
