// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arguments of a JVM without what may be a secret: passwords stand in system properties, in options of agents, in
 * commands. So only what is known to be harmless is shown whole, and of all else the name.
 */
final class JvmArguments {
    /** Flags that are on or off, numbers and sizes, and words such as the name of a collector's mode. */
    private static final Pattern HARMLESS = Pattern.compile("-XX:[+-]\\w+"
            + "|-XX:\\w+=\\d+(\\.\\d+)?[kKmMgGtT]?"
            + "|-X(ms|mx|mn|ss)\\d+[kKmMgGtT]?"
            + "|-X(int|comp|mixed|rs|batch|noclassgc|share:\\w+)"
            + "|--(add-opens|add-exports|add-reads|add-modules|enable-native-access|sun-misc-unsafe-memory-access"
            + "|illegal-native-access)=[\\w.,/=-]+"
            + "|--enable-preview|-e[as]|-d[as]|-server");

    private static final Pattern NAME = Pattern.compile("-XX:\\w+|-Xlog|-[\\w:.-]+?(?=[=:]|$)|-D[^=]+");

    private JvmArguments() {}

    /** The argument, or its name and three asterisks. */
    static String shown(String argument) {
        if (HARMLESS.matcher(argument).matches()) {
            return argument;
        }
        Matcher name = NAME.matcher(argument);
        if (!name.lookingAt()) {
            return "***";
        }
        return name.end() == argument.length() ? argument : name.group() + "=***";
    }
}
