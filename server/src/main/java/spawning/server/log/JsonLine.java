// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import spawning.protocol.log.LogField;
import spawning.server.log.LineFormat.Piece;
import spawning.server.log.LineFormat.Writer;

/** The pieces of a line that is an object of JSON, in ASCII. */
final class JsonLine {
    private static final TimeText TIME = new TimeText("yyyy-MM-dd'T'HH:mm:ss'.000'xxx");

    /** Where the milliseconds stand in it. */
    private static final int MILLIS = "2026-11-22T08:11:02.".length();

    private static final int MAX_METHOD = 64;

    private JsonLine() {}

    static List<Piece> pieces(Place place) {
        return List.of(
                fixed("{\"time\":\"", LogField.TIME.bytes() + 2, (line, most) -> time(line)),
                text(",\"remote\":\"", LogField.REMOTE.bytes(), LoggedRequest::remote),
                text(",\"method\":\"", MAX_METHOD, LoggedRequest::method),
                text(",\"target\":\"", 0, LoggedRequest::target),
                text(",\"protocol\":\"", LogField.PROTOCOL.bytes(), LoggedRequest::protocol),
                fixed(",\"status\":", LogField.STATUS.bytes(), (line, most) -> line.number(line.status)),
                fixed(",\"bytes\":", LogField.BYTES.bytes(), (line, most) -> line.number(line.bytes)),
                fixed(",\"seconds\":", LogField.SECONDS.bytes(), (line, most) -> line.seconds(line.nanos)),
                textIfAny(",\"referer\":\"", 0, request -> request.header("Referer")),
                textIfAny(",\"agent\":\"", 0, request -> request.header("User-Agent")),
                textIfAny(",\"id\":\"", LogField.REQUEST_ID.bytes(), LoggedRequest::requestId),
                Piece.literal(",\"slot\":" + place.slot() + ",\"generation\":" + place.generation() + ",\"pid\":"
                        + place.pid() + "}"));
    }

    private static void time(Line line) {
        int begin = line.length();
        line.raw(TIME.at(line.millis)).ascii('"').overwrite(begin + MILLIS, (int) Math.floorMod(line.millis, 1000L));
    }

    private static Piece fixed(String key, int bytes, Writer value) {
        byte[] before = ascii(key);
        return new Piece(before.length + bytes, (line, most) -> value.write(line.raw(before), most));
    }

    private static Piece text(String key, int bytes, Function<LoggedRequest, String> value) {
        byte[] before = ascii(key);
        return new Piece(
                bytes == 0 ? 0 : before.length + bytes + 1,
                (line, most) ->
                        write(line, before, value.apply(line.request), bytes == 0 ? most : before.length + bytes + 1));
    }

    /** Left out where there is none. */
    private static Piece textIfAny(String key, int bytes, Function<LoggedRequest, @Nullable String> value) {
        byte[] before = ascii(key);
        return new Piece(bytes == 0 ? 0 : before.length + bytes + 1, (line, most) -> {
            String text = value.apply(line.request);
            if (text != null && !text.isEmpty()) {
                write(line, before, text, bytes == 0 ? most : before.length + bytes + 1);
            }
        });
    }

    private static void write(Line line, byte[] before, String text, int most) {
        line.raw(before).json(text, most - before.length - 1);
        line.ascii('"');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
