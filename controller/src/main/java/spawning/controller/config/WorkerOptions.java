// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import spawning.protocol.log.LogFormat;

/** Parsers of what the worker processes are given; each throws IllegalArgumentException with the text of the problem. */
final class WorkerOptions {
    private static final List<String> OURS = List.of("-cp", "-classpath", "--class-path", "-jar", "-m", "--module");

    /** The launcher takes the next word for their value, which would be a word of ours: java.c, IsWhiteSpaceOption. */
    private static final Set<String> WITH_VALUE = Set.of(
            "--add-exports",
            "--add-modules",
            "--add-opens",
            "--add-reads",
            "--enable-native-access",
            "--illegal-native-access",
            "--limit-modules",
            "--module-path",
            "-p",
            "--patch-module",
            "--source",
            "--upgrade-module-path");

    /** With these a JVM prints or checks something, and ends with exit code 0. */
    private static final Set<String> LEAVING = Set.of(
            "-?",
            "-h",
            "-help",
            "--help",
            "--help-extra",
            "-X",
            "-version",
            "--version",
            "-fullversion",
            "--full-version",
            "-Xinternalversion",
            "-d",
            "--describe-module",
            "--list-modules",
            "--validate-modules",
            "--dry-run",
            "-Xshare:dump",
            "-XX:+PrintFlagsInitial");

    private static final int DEBUG_PORT = 5005;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern DEBUGGER = Pattern.compile("-agentlib:jdwp|-Xrunjdwp|-agentpath:\\S*jdwp");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}"); // RFC 9110
    private static final Pattern VISIBLE = Pattern.compile("\\P{Cntrl}{1,100}");

    private WorkerOptions() {}

    static int threads(String text) {
        return Values.integer(text, 0, 10_000);
    }

    /** The port that a debugger attaches to; empty when none is to. */
    static OptionalInt debugPort(String text) {
        return switch (text) {
            case "false" -> OptionalInt.empty();
            case "true" -> OptionalInt.of(DEBUG_PORT);
            default -> OptionalInt.of(Values.integer(text, 1, HIGHEST_PORT));
        };
    }

    /** Refuses a second debugger agent, which ends a JVM at its start. */
    static void noDebugger(String text) {
        if (DEBUGGER.matcher(text).find()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" has a debugger agent already, and a JVM takes one only;" + " leave out this or --debug");
        }
    }

    /** What stands between commas, without white space around it. */
    static List<String> elements(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    static String name(String text) {
        if (!VISIBLE.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no name; give 1 to 100 printable characters");
        }
        return text;
    }

    static Map.Entry<String, String> variable(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no variable; write KEY=VALUE");
        }
        return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }

    /** The same text, if it is a format. */
    static String logFormat(String text) {
        if (text.indexOf('%') < 0 && !LogFormat.NAMES.contains(text)) {
            String near = NearestName.of(text, LogFormat.NAMES)
                    .map(name -> "; did you mean " + name + "?")
                    .orElse(".");
            throw new IllegalArgumentException("\"" + text + "\" is no log format" + near + " There are "
                    + String.join(", ", LogFormat.NAMES) + ", and format strings such as '%h %t \"%r\" %>s %B %T %L'");
        }
        var _ = LogFormat.parse(text);
        return text;
    }

    /** Empty for {@code none}. */
    static String requestIdHeader(String text) {
        if (!HEADER_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no name of a header; give one such as X-Request-Id, or none");
        }
        return text.equals("none") ? "" : text;
    }

    static OptionalInt umask(String text) {
        if (!text.matches("[0-7]{1,4}") || Integer.parseInt(text, 8) > 0777) {
            throw new IllegalArgumentException("\"" + text + "\" is no file mode mask; give an octal number to 0777");
        }
        return OptionalInt.of(Integer.parseInt(text, 8));
    }

    /** Each option is one word: java would take a second one for the main class. */
    static String jvmOption(String text) {
        if (!text.startsWith("-") || text.equals("-")) {
            throw new IllegalArgumentException("\"" + text + "\" is no JVM option, which begins with -; give each its"
                    + " own -J, and write --add-opens=... with the equals sign");
        }
        String name = text.contains("=") ? text.substring(0, text.indexOf('=')) : text;
        if (OURS.contains(name)) {
            throw new IllegalArgumentException(name + " would replace the server itself; use --classpath for jars");
        }
        if (WITH_VALUE.contains(name) && text.length() <= name.length() + 1) {
            String form = name.equals("-p") ? "--module-path" : name;
            throw new IllegalArgumentException(name + " needs its value in the same word; write " + form + "=...");
        }
        if (LEAVING.contains(name)) {
            throw new IllegalArgumentException(
                    name + " makes a JVM say something and leave instead of serving; leave it out");
        }
        return text;
    }
}
