// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.protocol.log.LogFormat;

class LineFormatTest {
    private static final Place PLACE = new Place(1, 7, 4711);
    private static final String DATE = "\\[\\d\\d/[A-Z][a-z][a-z]/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}]";
    private static final String EVERYTHING =
            "%h %l %u %t \"%r\" %s %>s %b %B %D %T %m %U %q %H \"%{Referer}i\" %{X-Out}o %P %L 100%%";

    /** What JSON allows inside of a string (RFC 8259, section 7), in ASCII. */
    private static final String JSON_TEXT = "\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\]|\\\\u[0-9A-F]{4})*+\"";

    private static final Pattern JSON = Pattern.compile(
            ("\\{'time':'\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d','remote':TEXT,'method':TEXT,"
                            + "'target':TEXT,'protocol':TEXT,'status':200,'bytes':15,'seconds':0\\.000512(?:,'referer':TEXT)?"
                            + "(?:,'agent':TEXT)?(?:,'id':TEXT)?,'slot':1,'generation':7,'pid':4711}\n")
                    .replace('\'', '"')
                    .replace("TEXT", JSON_TEXT));

    private static String line(String format, LoggedRequest request) {
        byte[] line = LineFormat.compile(LogFormat.parse(format), PLACE).line(request, 200, 15, 512_999);
        assertThat(line.length).isLessThanOrEqualTo(4096);
        return new String(line, StandardCharsets.ISO_8859_1);
    }

    @Test
    void commonAndCombinedAreAsApacheHasThem() {
        SampleRequest request = SampleRequest.with("/x", Map.of("User-Agent", "a \"b\" c"));
        assertThat(line("common", request)).matches("127\\.0\\.0\\.1 - - " + DATE + " \"GET /x HTTP/1\\.1\" 200 15\n");
        assertThat(line("combined", request))
                .matches("127\\.0\\.0\\.1 - - " + DATE
                        + " \"GET /x HTTP/1\\.1\" 200 15 \"-\" \"a \\\\x22b\\\\x22 c\"\n");
        byte[] empty = LineFormat.compile(LogFormat.parse("common"), PLACE).line(request, 304, 0, 1);
        assertThat(new String(empty, StandardCharsets.US_ASCII)).endsWith("\" 304 -\n");
    }

    @Test
    void jsonIsAnObjectALine() {
        assertThat(line("json", SampleRequest.with("/x?q=1", Map.of("Referer", "r", "User-Agent", "a"))))
                .matches(JSON)
                .contains("\"target\":\"/x?q=1\"", "\"referer\":\"r\",\"agent\":\"a\",\"id\":\"4f-1b\"");
        assertThat(line("json", SampleRequest.get("/"))).matches(JSON).doesNotContain("referer", "agent");
        assertThat(line("json", SampleRequest.unreadable())).matches(JSON).doesNotContain("\"id\"");
        assertThat(line("json", SampleRequest.get("\u00e9\ud83d\ude00\ud83d\"\\\n")))
                .contains("\"target\":\"\\u00E9\\uD83D\\uDE00\\uFFFD\\\"\\\\\\u000A\"");
    }

    @Test
    void aFormatStringHasEachDirective() {
        SampleRequest request = SampleRequest.with("/a/b?c=d", Map.of("Referer", "r"));
        assertThat(line(EVERYTHING, request))
                .matches("127\\.0\\.0\\.1 - - " + DATE + " \"GET /a/b\\?c=d HTTP/1\\.1\" 200 200 15 15 512 0\\.000512"
                        + " GET /a/b \\?c=d HTTP/1\\.1 \"r\" o\\\\x20u\\\\x20t 4711 4f-1b 100%\n");
        assertThat(line("%m|%U|%q|%H|%r|%u|%L|%{A}i", SampleRequest.unreadable()))
                .isEqualTo("-|-||-|-|-|-|-\n");
        assertThat(line("ü\t%m", request)).isEqualTo(latin1Of("ü\tGET\n"));
    }

    private static String latin1Of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatCouldForgeALineIsEscaped() {
        assertThat(line("spawning", SampleRequest.get("/\"\\\n\r\t\u001b\u007f\u00fc\u20ac x")))
                .contains("\"GET /\\x22\\x5C\\x0A\\x0D\\x09\\x1B\\x7F\\xFC\\xE2\\x82\\xAC x HTTP/1.1\"");
    }

    @Test
    void whatEndsAFieldIsEscapedInIt() {
        SampleRequest request = SampleRequest.with("/a|b", Map.of("Referer", "a]b|c d"));
        assertThat(line("%U|%{Referer}i|[%{Referer}i] %{Referer}i %q", request))
                .isEqualTo("/a\\x7Cb|a]b\\x7Cc d|[a\\x5Db|c d] a]b|c\\x20d \n");
    }

    /** What clients send is cut; what the server knows is there. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0001", "\u00e9", "\u20ac", "\ud83d\ude00", "\"", "\\"})
    void aLongLineIsCutToWhatAPipeTakesInOnePiece(String piece) {
        SampleRequest evil = SampleRequest.evil(piece.repeat(50_000));
        for (String format : new String[] {"spawning", "common", "combined", EVERYTHING}) {
            assertThat(line(format, evil)).contains("\" 200 ");
        }
        assertThat(line("spawning", evil)).matches("(?s).*\" 200 15 0\\.000512 \\S{120,128}\n");
        assertThat(line("combined", evil)).matches("[^\"]*\"[^\"]{2000,}\" 200 15 \"[^\"]{500,}\" \"[^\"]{500,}\"\n");
        assertThat(line("json", evil)).matches(JSON);
    }

    @Test
    void aLongTargetAloneIsCutLateAndTheRestIsThere() {
        assertThat(line("json", SampleRequest.get("/".repeat(5000))))
                .matches(JSON)
                .hasSizeGreaterThan(2500);
        assertThat(line("spawning", SampleRequest.get("/".repeat(3500)))).contains("/".repeat(3500));
    }

    @Test
    void whateverClientsSendIsOneLineWithItsFields() {
        Random random = new Random(7);
        Pattern spawning = Pattern.compile("\\S+ - - \\[[^]]+] \"[^\"\n]*\" 200 15 0\\.000512 \\S+\n");
        Pattern combined = Pattern.compile("\\S+ - \\S+ " + DATE + " \"[^\"\n]*\" 200 15 \"[^\"\n]*\" \"[^\"\n]*\"\n");
        for (int i = 0; i < 20_000; i++) {
            SampleRequest evil = SampleRequest.evil(randomText(random));
            assertThat(line("spawning", evil)).matches(spawning);
            assertThat(line("combined", evil)).matches(combined);
            assertThat(line("json", evil)).matches(JSON);
            assertThat(line(EVERYTHING, evil).chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7F));
        }
    }

    @Test
    void theDefaultFormatIsWrittenAsItsPartsWouldBe() {
        LogFormat spawning = LogFormat.parse("spawning");
        LineFormat whole = LineFormat.compile(spawning, PLACE);
        LineFormat parts = LineFormat.interpreted(spawning, PLACE);
        Random random = new Random(8);
        for (int i = 0; i < 2_000; i++) {
            SampleRequest evil = SampleRequest.evil(randomText(random));
            assertThat(withoutTime(whole.line(evil, 200, i, i))).isEqualTo(withoutTime(parts.line(evil, 200, i, i)));
        }
        assertThat(withoutTime(whole.line(SampleRequest.unreadable(), 400, Long.MAX_VALUE, Long.MAX_VALUE)))
                .isEqualTo("- - - [] \"-\" 400 9223372036854775807 9223372036.854775 -\n");
    }

    private static String withoutTime(byte[] line) {
        return new String(line, StandardCharsets.US_ASCII).replaceFirst("\\[\\d\\d/.*?]", "[]");
    }

    private static String randomText(Random random) {
        int kind = random.nextInt(3);
        int bound = kind == 0 ? 0x80 : kind == 1 ? 0x100 : 0x10000;
        int length = random.nextInt(20) == 0 ? random.nextInt(6000) : 1 + random.nextInt(30);
        return random.ints(length, 0, bound)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(java.util.stream.Collectors.joining());
    }
}
