// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

/** The headings under which {@code --help} shows the options, in this order. */
public enum OptionGroup {
    APPLICATION("Application"),
    LISTENING("Listening"),
    WORKERS("Workers"),
    HTTP("HTTP limits"),
    RELOADING("Reloading"),
    STATUS("Status"),
    LOGS("Logs"),
    INSIGHT("Insight into the workers"),
    SERVICE("Service"),
    CONFIGURATION("Configuration");

    private final String heading;

    OptionGroup(String heading) {
        this.heading = heading;
    }

    /** For people. */
    public String heading() {
        return heading;
    }
}
