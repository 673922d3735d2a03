// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What lines look like. Immutable: each thread makes its own parser. */
public sealed interface LogFormat permits LogFormat.Known, FormatString {
    /** What lines of the format can have; of {@code auto}, everything. */
    Set<Field> fields();

    /**
     * A parser for one thread.
     *
     * @param zone of the dates that have no offset
     */
    LineParser parser(ZoneId zone);

    /** For messages. */
    String name();

    /**
     * By its name, or a format string, which has a percent sign.
     *
     * @throws IllegalArgumentException neither; its text is a sentence for the user
     */
    static LogFormat of(String text) {
        if (text.contains("%")) {
            return FormatString.compile(text);
        }
        try {
            return Known.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "unknown log format '" + text
                            + "': it is auto, spawning, common, combined, json or a format string such as '%h %l %u %t \"%r\" %>s %b'",
                    e);
        }
    }

    /** Those with a name. */
    enum Known implements LogFormat {
        /** Recognised line by line. */
        AUTO,
        SPAWNING,
        COMMON,
        COMBINED,
        JSON;

        @Override
        public Set<Field> fields() {
            Set<Field> fields = EnumSet.allOf(Field.class);
            if (this != AUTO && this != JSON) {
                fields.remove(Field.SLOT);
            }
            if (this == COMMON || this == COMBINED) {
                fields.remove(Field.SECONDS);
            }
            if (this == COMMON || this == SPAWNING) {
                fields.remove(Field.REFERER);
                fields.remove(Field.AGENT);
            }
            return fields;
        }

        @Override
        public LineParser parser(ZoneId zone) {
            return switch (this) {
                case AUTO -> new AnyParser(zone);
                case SPAWNING -> new ClfParser(EnumSet.of(ClfParser.Tail.SECONDS), zone);
                case COMMON -> new ClfParser(EnumSet.of(ClfParser.Tail.NOTHING), zone);
                case COMBINED -> new ClfParser(EnumSet.of(ClfParser.Tail.AGENT), zone);
                case JSON -> new JsonParser(zone);
            };
        }
    }

    /** Tells the known formats apart by how a line begins and ends. */
    final class AnyParser implements LineParser {
        private final LineParser clf;
        private final LineParser json;

        private AnyParser(ZoneId zone) {
            clf = new ClfParser(EnumSet.allOf(ClfParser.Tail.class), zone);
            json = new JsonParser(zone);
        }

        @Override
        public boolean parse(byte[] b, int from, int to, Entry entry) {
            return (b[from] == '{' ? json : clf).parse(b, from, to, entry);
        }
    }
}
