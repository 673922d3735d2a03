// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void mapsListsTextsNumbersAndTruthValuesAreWritten() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", List.of(1, "b"));
        map.put("c", Map.of());
        map.put("d", List.of());
        map.put("e", true);
        map.put("f", Double.NaN);
        assertThat(Json.of(map).replaceAll("\\s", ""))
                .isEqualTo("{\"a\":[1,\"b\"],\"c\":{},\"d\":[],\"e\":true,\"f\":null}");
    }

    @Test
    void whatWouldEndATextIsEscapedAndSoIsHalfACharacter() {
        assertThat(Json.of("a\"b\\c\n\u0000\ud800\u2028ä")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u0000\\ud800\\u2028ä\"\n");
    }
}
