// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

import java.io.IOException;
import java.io.PrintStream;
import spawning.protocol.WatchList;

/**
 * The process that watches source trees. Started by the controller ({@code --controller}) it takes orders on descriptor 3
 * and says on descriptor 4 when it is time to reload; alone ({@code --pid}) it sends that process SIGHUP.
 */
public final class ReloaderMain {
    private static final int USAGE = 2;

    private ReloaderMain() {}

    /** Ends with exit code 0 when the controller, or the process to be told, is gone; with 2 when misused. */
    public static void main(String[] args) throws InterruptedException {
        try {
            switch (ReloaderArguments.parse(args)) {
                case ReloaderArguments.Help() -> System.out.print(ReloaderArguments.HELP);
                case ReloaderArguments.OfController() -> ofController();
                case ReloaderArguments.Alone alone -> alone(alone);
            }
        } catch (UsageException e) {
            System.err.println("spawning-reloader: " + e.getMessage());
            System.exit(USAGE);
        }
        System.exit(0);
    }

    private static void ofController() throws UsageException {
        try (ControllerConnection controller = ControllerConnection.open()) {
            Reloader reloader = new Reloader(controller::say);
            Runtime.getRuntime().addShutdownHook(new Thread(reloader::close, "close"));
            reloader.start();
            controller.takeOrders(reloader::watch);
        } catch (IOException e) {
            throw new UsageException("descriptors 3 and 4 are no pipes of a controller: " + e.getMessage());
        }
    }

    private static void alone(ReloaderArguments.Alone arguments) throws UsageException, InterruptedException {
        WatchList list = arguments.watchList();
        PrintStream log = System.err;
        TargetProcess target = TargetProcess.find(arguments.pid());
        Reloader reloader = new Reloader(new LogLines(log, target));
        Runtime.getRuntime().addShutdownHook(new Thread(reloader::close, "close"));
        reloader.start();
        reloader.watch(list);
        target.awaitEnd();
        LogLines.info(log, "process " + arguments.pid() + " has ended; leaving");
    }
}
