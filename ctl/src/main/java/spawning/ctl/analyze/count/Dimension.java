// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import spawning.ctl.analyze.line.Field;

/** What requests can be grouped by. */
public enum Dimension {
    PATH(Field.TARGET, 0),
    STATUS_CODE(Field.STATUS, 0),
    STATUS_CLASS(Field.STATUS, 0),
    METHOD(Field.METHOD, 0),
    CLIENT_IP(Field.REMOTE, 0),
    SECOND(Field.TIME, 1),
    MINUTE(Field.TIME, 60),
    HOUR(Field.TIME, 3600),
    DAY(Field.TIME, 86_400),
    REFERER(Field.REFERER, 0),
    AGENT(Field.AGENT, 0),
    SLOT(Field.SLOT, 0);

    private final Field field;
    private final int seconds;

    Dimension(Field field, int seconds) {
        this.field = field;
        this.seconds = seconds;
    }

    /** What a line must have for it. */
    public Field field() {
        return field;
    }

    /** How long a group of time lasts; 0 for what is no time. */
    public int seconds() {
        return seconds;
    }

    public boolean isTime() {
        return seconds > 0;
    }

    /** As the operator writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * By its name, in which case and hyphens do not matter.
     *
     * @throws IllegalArgumentException there is none of this name; its text is a sentence for the user
     */
    public static Dimension of(String word) {
        return Arrays.stream(values())
                .filter(dimension -> dimension
                        .word()
                        .equals(word.strip().toLowerCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("cannot group by '" + word + "': it is one of " + words()));
    }

    public static String words() {
        List<String> words = Arrays.stream(values()).map(Dimension::word).toList();
        return String.join(", ", words);
    }
}
