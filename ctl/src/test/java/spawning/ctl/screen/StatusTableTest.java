// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does an operator read? */
class StatusTableTest {
    private static JsonObject document(String line) {
        return JsonParser.parseString("""
                {"name": "shop", "pid": 7, "state": "panic", "reason": "worker 1 exited", "uptime": 7500.2,
                 "active_children_count": 1, "configured_children_count": 2, "concurrent_requests": 3,
                 "generation": {"target": 4, "preparing": 5}, "totals": {"requests": 10, "failed": 1},
                 "listeners": [{"address": "127.0.0.1:80", "accept_queue": 6}, {"address": "unix:/s", "accept_queue": null}],
                 "last_reload": null, "something_new": [1],
                 "aot": {"training": "failed", "reason": "it said no", "log": "/caches/3f.log"},
                 "children": [{"slot": 1, "pid": 8, "generation": 4, "state": "ready", "since": 62.5, "rss": 104857600, "aot": "server",
                   "in_flight": [{"line": "LINE", "age": 2.19}]}]}
                """.replace("LINE", line)).getAsJsonObject();
    }

    @Test
    void stateGenerationListenersAndWorkersStandInIt() {
        List<String> lines = StatusTable.of(document("GET /slow"));
        assertThat(lines.getFirst()).isEqualTo("shop (pid 7) is panic: worker 1 exited");
        assertThat(lines.get(1)).isEqualTo("listening on 127.0.0.1:80 (6 waiting), unix:/s");
        assertThat(lines.get(2)).contains("generation 4, preparing 5", "up for 2h5m", "1 of 2 workers ready");
        assertThat(lines.getLast()).contains("100m", "1m2s", "server", "GET /slow (2.1s)");
        assertThat(lines).contains("training of the AOT cache: failed, it said no; see /caches/3f.log");
    }

    @Test
    void nothingThatATerminalObeysComesFromAClient() {
        List<String> lines = StatusTable.of(document("GET /\\u001b[2J\\u0007\\n"));
        assertThat(String.join("", lines))
                .doesNotContain("\u001b")
                .doesNotContain("\u0007")
                .contains("\\u001b[2J");
    }

    @Test
    void anEmptyDocumentIsShownWithoutFailing() {
        assertThat(StatusTable.of(new JsonObject())).isNotEmpty();
    }
}
