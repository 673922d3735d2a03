// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import spawning.controller.cli.SpawningCommand;
import spawning.ctl.SpawningCtl;

/** Writes {@code man/man1} and {@code bash-completion/completions} for all our commands into a folder. */
public final class ManualMain {
    private ManualMain() {}

    /**
     * Called by the build.
     *
     * @param arguments the folder, made when it is not there; the version; a date that begins as 2026-11-22
     * @throws IOException a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]).normalize();
        for (CommandLine command : List.of(SpawningCommand.commandLine(), SpawningCtl.commandLine())) {
            completion(share.resolve("bash-completion/completions"), command);
            pages(share.resolve("man/man1"), command, arguments[1], arguments[2].substring(0, "2026-11-22".length()));
        }
    }

    private static void completion(Path folder, CommandLine command) throws IOException {
        Files.createDirectories(folder);
        String name = command.getCommandName();
        Files.writeString(folder.resolve(name), AutoComplete.bash(name, command));
    }

    private static void pages(Path folder, CommandLine command, String version, String date) throws IOException {
        Files.createDirectories(folder);
        ManPage page = new ManPage(command.getCommandSpec(), version, date);
        Files.writeString(folder.resolve(page.name() + ".1"), page.roff());
        for (CommandLine sub : command.getSubcommands().values()) {
            if (!sub.getCommandSpec().helpCommand()
                    && !sub.getCommandSpec().usageMessage().hidden()) {
                pages(folder, sub, version, date);
            }
        }
    }
}
