// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import spawning.protocol.log.LogField;
import spawning.protocol.log.LogFormat.Literal;
import spawning.protocol.log.LogFormat.Part;
import spawning.protocol.log.LogFormat.Value;
import spawning.server.log.LineFormat.Piece;
import spawning.server.log.LineFormat.Writer;

/** The pieces of a line that is made by a format string. What is not there is a hyphen. */
final class PatternLine {
    /** Real ones are shorter, and the target is what one wants to see. */
    private static final int MAX_METHOD = 64;

    static final String PLAIN_TIME = "dd/MMM/yyyy HH:mm:ss";

    private final Place place;
    private final TimeText time = new TimeText("'['dd/MMM/yyyy:HH:mm:ss xx']'");
    private final TimeText plainTime = new TimeText(PLAIN_TIME);

    private PatternLine(Place place) {
        this.place = place;
    }

    static List<Piece> pieces(List<Part> parts, Place place) {
        PatternLine line = new PatternLine(place);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            pieces.add(
                    switch (parts.get(i)) {
                        case Literal(String text) -> Piece.literal(text);
                        case Value value -> line.piece(value, delimiter(parts, i));
                    });
        }
        return pieces;
    }

    /** What a reader takes for the end of a field: the character that follows it, or that follows the fields behind it; at
     * the end of the line, a space. */
    private static char delimiter(List<Part> parts, int field) {
        return parts.stream()
                .skip(field)
                .filter(Literal.class::isInstance)
                .map(part -> ((Literal) part).text().charAt(0))
                .findFirst()
                .orElse(' ');
    }

    private Piece piece(Value value, char delimiter) {
        LogField field = value.field();
        return new Piece(field.bytes(), writer(value, delimiter));
    }

    private Writer writer(Value value, char delimiter) {
        return switch (value.field()) {
            case REMOTE -> text(LogField.REMOTE, LoggedRequest::remote, delimiter);
            case LOGNAME -> (line, most) -> line.ascii('-');
            case USER -> text(LogField.USER, LoggedRequest::user, delimiter);
            case TIME -> (line, most) -> line.raw(time.at(line.millis));
            case PLAIN_TIME -> (line, most) -> line.raw(plainTime.at(line.millis));
            case REQUEST_LINE -> (line, most) -> requestLine(line, most, delimiter);
            case STATUS -> (line, most) -> line.number(line.status);
            case BYTES_IF_ANY -> PatternLine::bytesIfAny;
            case BYTES -> (line, most) -> line.number(line.bytes);
            case MICROSECONDS -> (line, most) -> line.number(line.nanos / 1000);
            case SECONDS -> (line, most) -> line.seconds(line.nanos);
            case METHOD -> text(LogField.METHOD, LoggedRequest::method, delimiter);
            case PATH -> (line, most) -> path(line, most, delimiter);
            case QUERY -> (line, most) -> query(line, most, delimiter);
            case PROTOCOL -> text(LogField.PROTOCOL, LoggedRequest::protocol, delimiter);
            case REQUEST_HEADER -> text(value.field(), request -> request.header(value.name()), delimiter);
            case RESPONSE_HEADER -> text(value.field(), request -> request.responseHeader(value.name()), delimiter);
            case PID -> (line, most) -> line.number(place.pid());
            case REQUEST_ID -> text(LogField.REQUEST_ID, LoggedRequest::requestId, delimiter);
        };
    }

    private static Writer text(LogField field, Function<LoggedRequest, @Nullable String> value, char delimiter) {
        int bytes = field.bytes();
        return (line, most) -> {
            String text = value.apply(line.request);
            if (text == null || text.isEmpty()) {
                line.ascii('-');
            } else {
                line.escaped(text, 0, text.length(), bytes == 0 ? most : bytes, delimiter);
            }
        };
    }

    static void requestLine(Line line, int most, char delimiter) {
        String method = line.request.method();
        if (method.isEmpty()) {
            line.ascii('-');
            return;
        }
        int end = line.length() + most - LogField.PROTOCOL.bytes() - 4;
        String target = line.request.target();
        String protocol = line.request.protocol();
        line.escaped(method, 0, method.length(), Math.min(MAX_METHOD, most / 4), delimiter);
        line.escaped(" ", 0, 1, 4, delimiter);
        line.escaped(target, 0, target.length(), end - 4 - line.length(), delimiter);
        line.escaped(" ", 0, 1, 4, delimiter);
        line.escaped(protocol, 0, protocol.length(), LogField.PROTOCOL.bytes(), delimiter);
    }

    /** Apache's common log format has a hyphen for nothing. */
    private static void bytesIfAny(Line line, int most) {
        if (line.bytes == 0) {
            line.ascii('-');
        } else {
            line.number(line.bytes);
        }
    }

    private static void path(Line line, int most, char delimiter) {
        String target = line.request.target();
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        if (end == 0) {
            line.ascii('-');
        } else {
            line.escaped(target, 0, end, most, delimiter);
        }
    }

    private static void query(Line line, int most, char delimiter) {
        String target = line.request.target();
        int query = target.indexOf('?');
        if (query >= 0) {
            line.escaped(target, query, target.length(), most, delimiter);
        }
    }
}
