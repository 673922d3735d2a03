// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.IOException;
import java.util.List;
import spawning.server.insight.Answer;
import spawning.server.insight.Asked;
import spawning.server.insight.InsightPages;
import spawning.wsgi.Header;

/** Answers some requests in place of the application. */
record OwnPages(InsightPages pages) {
    /** Whether it answered. Blocks for as long as that takes. */
    boolean answers(Exchange exchange) throws IOException, InterruptedException {
        RequestHead head = exchange.head();
        if (!pages.owns(head.parts().path())) {
            return false;
        }
        exchange.extend(InsightPages.LIMIT);
        Answer answer = pages.answer(Asked.of(
                head.method(),
                head.parts().path(),
                head.parts().query(),
                head.parts().authority(),
                head.headers(),
                head.remote().host(),
                exchange.clientTold()));
        List<Header> headers = answer.headers().entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList();
        exchange.send(new ResponseHead(answer.status(), answer.reason(), headers, answer.body().length), answer.body());
        return true;
    }
}
