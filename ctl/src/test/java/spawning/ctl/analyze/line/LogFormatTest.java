// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is each format understood, and is what is broken told apart? */
class LogFormatTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String SPAWNING =
            "127.0.0.1 - - [22/Nov/2026 08:11:02] \"GET /x?a=1 HTTP/1.1\" 200 15 0.000512 4f2a9c01-1b";
    private static final String COMMON = "127.0.0.1 - - [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1\" 200 -";
    private static final String COMBINED =
            "::1 - bob [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1\" 404 15 \"http://a/\\\"b\" \"Mozilla/5.0 (X11)\"";
    private static final String JSON = """
            {"time":"2026-11-22T08:11:02.123+01:00","remote":"127.0.0.1","method":"GET","target":"/x?q=1",\
            "protocol":"HTTP/1.1","status":200,"bytes":15,"seconds":0.000512,"referer":"http://a/","agent":"cu\\"rl",\
            "id":"i","slot":3,"generation":7,"pid":4711}""";

    private final Entry entry = new Entry();

    @Test
    void ownLinesAreUnderstoodWithAndWithoutTheRequestsId() {
        parse("auto", SPAWNING);
        assertThat(seen()).isEqualTo("127.0.0.1 GET /x?a=1 200 15 512 - - -");
        assertThat(Instant.ofEpochMilli(entry.millis())).isEqualTo("2026-11-22T07:11:02Z");
        parse("spawning", SPAWNING.substring(0, SPAWNING.lastIndexOf(' ')));
        assertThat(seen()).isEqualTo("127.0.0.1 GET /x?a=1 200 15 512 - - -");
    }

    @Test
    void commonAndCombinedLinesAreUnderstood() {
        parse("auto", COMMON);
        assertThat(seen()).isEqualTo("127.0.0.1 GET /x 200 0 - - - -");
        assertThat(Instant.ofEpochMilli(entry.millis())).isEqualTo("2026-11-22T07:11:02Z");
        parse("auto", COMBINED);
        assertThat(seen()).isEqualTo("::1 GET /x 404 15 - http://a/\"b Mozilla/5.0 (X11) -");
    }

    @Test
    void jsonIsUnderstoodInAnyOrderOfItsKeys() {
        parse("auto", JSON);
        assertThat(seen()).isEqualTo("127.0.0.1 GET /x?q=1 200 15 512 http://a/ cu\"rl 3");
        assertThat(Instant.ofEpochMilli(entry.millis())).isEqualTo("2026-11-22T07:11:02.123Z");
        parse("json", """
                { "x": {"status": [500, "}"], "t": []}, "seconds": 5.12E-4, "target": "/\\u00e9\\ud83d\\ude00\\/", "status":200,
                 "time":"2026-11-22T07:11:02Z", "bytes":null, "slot":"2"}""".replace("\n", ""));
        assertThat(seen()).isEqualTo("- - /\u00e9\ud83d\ude00/ 200 - 512 - - 2");
    }

    @Test
    void aFormatStringIsCompiled() {
        parse(
                "%h %l %u %t \\\"%r\\\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" %D%%",
                "10.0.0.1 - ab [22/Nov/2026:08:11:02 +0100] \"POST /a\\\" b HTTP/1.1\" 201 7 \"-\" \"x \\\" y\" 1500%");
        assertThat(seen()).isEqualTo("10.0.0.1 POST /a\" b 201 7 1500 - x \" y -");
    }

    @Test
    void partsOfTheRequestAreUnderstoodFromTheirOwnDirectives() {
        parse("%t;%m;%U%q;%H;%s;%B;%T;%P;%L;%{X-Id}o", "22/Nov/2026 08:11:02;GET;/a?b=c;HTTP/1.1;200;0;0.25;7;id;");
        assertThat(seen()).isEqualTo("- GET /a?b=c 200 0 250000 - - -");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%h %O|unknown directive %O",
                "%h%u|%u follows another directive",
                "100%|unknown directive %",
                "%%|has no directive",
                "%{x|unknown directive %{",
                "apache|unknown log format 'apache'"
            })
    void aFormatThatCannotBeCompiledIsRefusedWithTheReason(String format, String reason) {
        assertThatThrownBy(() -> LogFormat.of(format))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aFormatSaysWhatItLacks() {
        assertThat(LogFormat.of("common").fields()).doesNotContain(Field.SECONDS, Field.AGENT, Field.SLOT);
        assertThat(LogFormat.of("%h %>s").fields()).containsExactlyInAnyOrder(Field.REMOTE, Field.STATUS);
        assertThat(LogFormat.of("json").fields()).containsExactlyInAnyOrder(Field.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "{",
                "{}",
                "{\"time\":\"never\"}",
                "{\"status\":20}",
                "{\"status\":200} x",
                "a - - [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1",
                "a - - [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1\"",
                "a - - [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1\" 20 1",
                "a - - [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1\" 200 x",
                "a - - [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1\" 200 1 0.1 id more",
                "a - - [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1\" 200 1 -0.1",
                "a - - [22/Nov/2026:08:11:02 +0100] \"GET /x HTTP/1.1\" 200 1 \"-\" \"",
                "a - - [30/Feb/2026:08:11:02 +0100] \"GET /x HTTP/1.1\" 200 1",
                "a - - [22/Nov/2026:28:11:02 +0100] \"GET /x HTTP/1.1\" 200 1",
                "a - - [22/Nov/2026:08:11:02 +9900] \"GET /x HTTP/1.1\" 200 1"
            })
    void brokenLinesAreToldApart(String line) {
        assertThat(parsed(LogFormat.of("auto"), line.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void aForcedFormatTakesNoOther() {
        assertThat(parsed(LogFormat.of("common"), SPAWNING.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(parsed(LogFormat.of("spawning"), COMMON.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(parsed(LogFormat.of("combined"), COMMON.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void aRequestThatWasNoneIsShownWhole() {
        parse("auto", COMMON.replace("GET /x HTTP/1.1", "\\x16\\x03"));
        assertThat(entry.method().isEmpty()).isTrue();
        assertThat(entry.target().toString()).isEqualTo("\u0016\u0003");
    }

    @Test
    void noLineHoweverDamagedIsMoreThanBroken() {
        Random random = new Random(11);
        String[] lines = {SPAWNING, COMMON, COMBINED, JSON};
        String[] formats = {"auto", "json", "combined", "%h %l %u %t \"%r\" %>s %b"};
        for (int i = 0; i < 200_000; i++) {
            byte[] line = lines[i % lines.length].getBytes(StandardCharsets.UTF_8);
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                line[random.nextInt(line.length)] = (byte) "\"\\ []{}:,-0x\u0001\u00ff".charAt(random.nextInt(14));
            }
            byte[] cut = java.util.Arrays.copyOf(line, 1 + random.nextInt(line.length));
            var _ = parsed(LogFormat.of(formats[random.nextInt(formats.length)]), cut);
            assertThat(entry.target().toString()).isNotNull();
        }
    }

    private void parse(String format, String line) {
        assertThat(parsed(LogFormat.of(format), line.getBytes(StandardCharsets.UTF_8)))
                .as("%s: %s", format, line)
                .isTrue();
    }

    private boolean parsed(LogFormat format, byte[] line) {
        return format.parser(BERLIN).parse(line, 0, line.length, entry);
    }

    private String seen() {
        return String.join(
                " ",
                text(entry.remote()),
                text(entry.method()),
                text(entry.target()),
                number(entry.status()),
                number(entry.bytes()),
                number(entry.micros()),
                text(entry.referer()),
                text(entry.agent()),
                text(entry.slot()));
    }

    private static String text(Slice slice) {
        return slice.isEmpty() ? "-" : slice.toString();
    }

    private static String number(long value) {
        return value == Entry.NONE ? "-" : Long.toString(value);
    }
}
