// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for sessions wherever they are kept. */
@SuppressWarnings("try") // close may be interrupted
@Timeout(120)
abstract class SharedSessionsContract {
    private final List<AutoCloseable> open = new ArrayList<>();

    /** The option of the store that is tried. */
    abstract String sessions() throws Exception;

    /** Makes a session look as if nobody had used it for so long. */
    abstract void age(String id, Duration by) throws Exception;

    @BeforeEach
    void reset() {
        SessionServlet.Thing.known = true;
        SessionServlet.ENDED.set(0);
        SessionServlet.HOLDING.drainPermits();
        SessionServlet.hold = new CountDownLatch(1);
    }

    @AfterEach
    void closeAll() throws Exception {
        SessionServlet.hold.countDown();
        SessionServlet.ending.countDown();
        for (AutoCloseable each : open.reversed()) each.close();
    }

    <T extends AutoCloseable> T closing(T each) {
        open.add(each);
        return each;
    }

    URI node() throws Exception {
        return closing(Node.start(Node.settings(sessions(), "20"))).uri();
    }

    Browser browser() {
        return closing(new Browser());
    }

    void incrementByEight(List<URI> servers, Browser browser, int each) throws Exception {
        List<CompletableFuture<Integer>> clients = IntStream.range(0, 8)
                .mapToObj(client -> {
                    var wrong = new CompletableFuture<Integer>();
                    Thread.ofVirtual().start(() -> {
                        int failures = 0;
                        try {
                            for (int i = 0; i < each; i++) {
                                URI server = servers.get((client + i) % servers.size());
                                if (browser.send(server, "/increment").get().status() != 200) failures++;
                            }
                            wrong.complete(failures);
                        } catch (Exception e) {
                            wrong.completeExceptionally(e);
                        }
                    });
                    return wrong;
                })
                .toList();
        for (CompletableFuture<Integer> client : clients)
            assertThat(client.get(100, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void noIncrementIsLostByEightClientsOnTwoServers() throws Exception {
        URI one = node();
        URI two = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        incrementByEight(List.of(one, two), browser, 50);
        assertThat(browser.get(two, "/get").body()).isEqualTo("me 400");
    }

    @Test
    void noIncrementIsLostByTwoProcesses() throws Exception {
        Child one = closing(new Child(sessions()));
        Child two = closing(new Child(sessions()));
        Browser browser = browser();
        browser.get(one.uri(), "/new?who=me");
        incrementByEight(List.of(one.uri(), two.uri()), browser, 250);
        assertThat(browser.get(two.uri(), "/get").body()).isEqualTo("me 2000");
    }

    @Test
    void manySessionsAreNotMixed() throws Exception {
        List<URI> servers = List.of(node(), node());
        Browser client = browser();
        List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            var browser = closing(new Browser());
            browser.cookie = "";
            client.cookie = "";
            client.get(servers.get(i % 2), "/new?who=" + i);
            browser.cookie = client.cookie;
            browsers.add(browser);
        }
        for (int round = 1; round <= 2; round++)
            for (int i = 0; i < 200; i++) {
                client.cookie = browsers.get(i).cookie;
                client.get(servers.get((i + round) % 2), "/increment");
            }
        for (int i = 0; i < 200; i++) {
            client.cookie = browsers.get(i).cookie;
            assertThat(client.get(servers.get(i % 2), "/get").body()).isEqualTo(i + " 2");
        }
    }

    @Test
    void aSessionOutlivesItsServer() throws Exception {
        Browser browser = browser();
        try (Node before = Node.start(Node.settings(sessions(), "20"))) {
            browser.get(before.uri(), "/new?who=me");
        }
        assertThat(browser.get(node(), "/get").body()).isEqualTo("me null");
    }

    @Test
    void anIdChangedByALoginHoldsOnEachServer() throws Exception {
        URI one = node();
        URI two = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        browser.get(two, "/increment");
        String before = browser.cookie;
        browser.get(one, "/login");
        assertThat(browser.cookie).isNotEqualTo(before);
        assertThat(browser.get(two, "/get").body()).isEqualTo("me 1");
        assertThat(browser.get(two, "/increment").body()).isEqualTo("2");
        browser.cookie = before;
        assertThat(browser.get(one, "/get").body()).isEqualTo("none");
        assertThat(browser.get(two, "/get").body()).isEqualTo("none");
    }

    @Test
    void anIdChangedInTheFirstRequestHolds() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/login-fresh?who=me");
        assertThat(browser.get(node(), "/get").body()).isEqualTo("me null");
    }

    @Test
    void aSessionThatWasEndedIsGoneOnEachServer() throws Exception {
        URI one = node();
        URI two = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        browser.get(two, "/logout");
        assertThat(browser.get(one, "/get").body()).isEqualTo("none");
        assertThat(SessionServlet.ENDED).hasValue(1);
    }

    @Test
    void anExpiredSessionIsGoneOnEachServerAndItsListenersHearOfItOnce() throws Exception {
        URI one = node();
        URI two = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        age(browser.id(), Duration.ofMinutes(31));
        assertThat(browser.get(two, "/get").body()).isEqualTo("none");
        assertThat(browser.get(one, "/get").body()).isEqualTo("none");
        assertThat(SessionServlet.ENDED).hasValue(1);
    }

    @Test
    void readingKeepsASessionAlive() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        for (int i = 0; i < 3; i++) {
            age(browser.id(), Duration.ofMinutes(20));
            assertThat(browser.get(one, "/get").body()).isEqualTo("me null");
        }
    }

    @Test
    void theScavengerEndsAnExpiredSessionOnceAndLeavesTheOthers() throws Exception {
        Node one = closing(Node.start(Node.settings(sessions(), "20")));
        Node two = closing(Node.start(Node.settings(sessions(), "20")));
        Browser browser = browser();
        browser.get(one.uri(), "/new?who=old");
        age(browser.id(), Duration.ofMinutes(31));
        Browser other = browser();
        other.get(one.uri(), "/new?who=young");
        scavengeUntilOneEnded(one);
        two.scavenge();
        assertThat(SessionServlet.ENDED).hasValue(1);
        assertThat(browser.get(one.uri(), "/get").body()).isEqualTo("none");
        assertThat(SessionServlet.ENDED).hasValue(1);
        assertThat(other.get(one.uri(), "/get").body()).isEqualTo("young null");
    }

    @Test
    void theScavengerLeavesASessionInUse() throws Exception {
        Node one = closing(Node.start(Node.settings(sessions(), "20")));
        Node two = closing(Node.start(Node.settings(sessions(), "20")));
        Browser browser = browser();
        browser.get(one.uri(), "/new?who=me");
        CompletableFuture<Browser.Answer> held = browser.send(one.uri(), "/hold");
        SessionServlet.HOLDING.acquire();
        age(browser.id(), Duration.ofMinutes(31));
        two.scavenge();
        SessionServlet.hold.countDown();
        assertThat(held.get().body()).isEqualTo("1");
        assertThat(browser.get(two.uri(), "/get").body()).isEqualTo("me 1");
        assertThat(SessionServlet.ENDED).hasValue(0);
    }

    @Test
    void requestsThatBringTwoSessionsInEitherOrderDoNotWaitForEachOther() throws Exception {
        List<URI> servers = List.of(node(), node());
        Browser one = browser();
        Browser two = browser();
        one.get(servers.getFirst(), "/new?who=one");
        two.get(servers.getFirst(), "/new?who=two");
        Browser both = browser();
        List<CompletableFuture<Browser.Answer>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            both.cookie = i % 4 < 2 ? one.cookie + "; " + two.cookie : two.cookie + "; " + one.cookie;
            all.add(both.send(servers.get(i % 2), "/get"));
        }
        for (CompletableFuture<Browser.Answer> each : all)
            assertThat(each.get(15, TimeUnit.SECONDS).status()).isEqualTo(400); // as Jetty answers two sessions
        assertThat(one.get(servers.getLast(), "/get").body()).isEqualTo("one null");
        assertThat(two.get(servers.getFirst(), "/get").body()).isEqualTo("two null");
    }

    @Test
    void aHundredRequestsOfOneSessionTakeNoThreadFromTheOthers() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        List<CompletableFuture<Browser.Answer>> all = IntStream.range(0, 100)
                .mapToObj(i -> browser.send(one, "/hold"))
                .toList();
        SessionServlet.HOLDING.acquire();
        Browser other = browser();
        assertThat(other.send(one, "/plain").get(10, TimeUnit.SECONDS).body()).isEqualTo("plain");
        assertThat(SessionServlet.HOLDING.availablePermits()).isZero();
        SessionServlet.hold.countDown();
        for (CompletableFuture<Browser.Answer> each : all)
            assertThat(each.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(browser.get(one, "/get").body()).isEqualTo("me 100");
    }

    @Test
    void whoWaitsTooLongForASessionGets503AndTheNextOneGetsIn() throws Exception {
        URI one = closing(Node.start(Node.settings(sessions(), Duration.ofMillis(200))))
                .uri();
        URI two = closing(Node.start(Node.settings(sessions(), Duration.ofMillis(200))))
                .uri();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        CompletableFuture<Browser.Answer> held = browser.send(one, "/hold");
        SessionServlet.HOLDING.acquire();
        assertThat(browser.get(one, "/get").status()).isEqualTo(503);
        assertThat(browser.get(two, "/get").status()).isEqualTo(503);
        SessionServlet.hold.countDown();
        held.get();
        assertThat(browser.get(two, "/get").body()).isEqualTo("me 1");
    }

    @Test
    void anAsynchronousRequestKeepsItsSessionUntilItIsComplete() throws Exception {
        URI one = node();
        URI two = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        CompletableFuture<Browser.Answer> held = browser.send(one, "/async");
        SessionServlet.HOLDING.acquire();
        CompletableFuture<Browser.Answer> next = browser.send(two, "/increment");
        SessionServlet.hold.countDown();
        assertThat(held.get().body()).isEqualTo("1");
        assertThat(next.get().body()).isEqualTo("2");
    }

    @Test
    void withoutLocksNobodyWaitsAndTheLastWriterWins() throws Exception {
        URI one = closing(Node.start(Node.settings(sessions(), "none"))).uri();
        URI two = closing(Node.start(Node.settings(sessions(), "none"))).uri();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        CompletableFuture<Browser.Answer> held = browser.send(one, "/hold");
        SessionServlet.HOLDING.acquire();
        assertThat(browser.get(two, "/increment").body()).isEqualTo("1");
        assertThat(browser.get(two, "/increment").body()).isEqualTo("2");
        SessionServlet.hold.countDown();
        assertThat(held.get().body()).isEqualTo("1");
        assertThat(browser.get(two, "/get").body()).isEqualTo("me 1");
    }

    @Test
    void withoutLocksALogoutIsNotUndoneByARequestThatWasRunning() throws Exception {
        URI one = closing(Node.start(Node.settings(sessions(), "none"))).uri();
        URI two = closing(Node.start(Node.settings(sessions(), "none"))).uri();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        CompletableFuture<Browser.Answer> held = browser.send(one, "/hold");
        SessionServlet.HOLDING.acquire();
        browser.get(two, "/logout");
        SessionServlet.hold.countDown();
        assertThat(held.get().status()).isEqualTo(200);
        assertThat(browser.get(two, "/get").body()).isEqualTo("none");
    }

    @Test
    void aListenerThatFailsDoesNotKeepASessionFromEnding() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        browser.get(one, "/stubborn");
        assertThat(browser.get(one, "/logout").body()).isEqualTo("out");
        assertThat(browser.get(one, "/get").body()).isEqualTo("none");
    }

    @Test
    void aClockThatIsSetBackMakesNoSessionLiveLonger() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        age(browser.id(), Duration.ofHours(-5));
        assertThat(browser.get(one, "/get").body()).isEqualTo("me null");
        browser.get(one, "/get");
        age(browser.id(), Duration.ofMinutes(31));
        assertThat(browser.get(one, "/get").body()).isEqualTo("none");
    }

    @Test
    void whoWaitedForARequestThatEndsOrRenamesTheSessionFindsNone() throws Exception {
        URI one = node();
        URI two = node();
        for (String last : List.of("/logout", "/login")) {
            SessionServlet.hold = new CountDownLatch(1);
            Browser browser = browser();
            browser.get(one, "/new?who=me");
            CompletableFuture<Browser.Answer> held = browser.send(one, "/hold?then=" + last);
            SessionServlet.HOLDING.acquire();
            List<CompletableFuture<Browser.Answer>> waiting =
                    List.of(browser.send(one, "/get"), browser.send(two, "/get"), browser.send(two, "/increment"));
            SessionServlet.hold.countDown();
            assertThat(held.get().status()).isEqualTo(200);
            assertThat(waiting.get(0).get().body()).isEqualTo("none");
            assertThat(waiting.get(1).get().body()).isEqualTo("none");
            assertThat(waiting.get(2).get().body()).isEqualTo("1");
            assertThat(waiting.get(2).get().setCookie()).isNotEmpty().doesNotContain(browser.id());
        }
    }

    @Test
    void aRequestThatFailsOrWhoseClientLeavesGivesItsSessionFree() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.get(one, "/new?who=me");
        assertThat(browser.get(one, "/fail").status()).isEqualTo(500);
        assertThat(browser.get(one, "/get").body())
                .as("as set before it failed")
                .isEqualTo("me 1");
        try (var client = new Socket(one.getHost(), one.getPort())) {
            client.setSoLinger(true, 0);
            client.getOutputStream()
                    .write(("POST /post HTTP/1.1\r\nHost: a\r\nCookie: " + browser.cookie
                                    + "\r\nContent-Length: 9\r\n\r\n1")
                            .getBytes(StandardCharsets.US_ASCII));
            SessionServlet.HOLDING.acquire();
        }
        assertThat(browser.send(one, "/get").get(10, TimeUnit.SECONDS).body()).isEqualTo("me 1");
    }

    @Test
    void whatIsChangedInPlaceIsSaved() throws Exception {
        URI one = node();
        URI two = node();
        Browser browser = browser();
        for (int i = 0; i < 4; i++)
            assertThat(browser.get(i % 2 == 0 ? one : two, "/mutate").body()).isEqualTo(String.valueOf(i));
    }

    @Test
    void anAttributeThatCannotBeSerialisedIsLeftOutAndNamedOnce() throws Exception {
        URI one = node();
        Browser browser = browser();
        try (var logged = new Logged()) {
            browser.get(one, "/unserialisable");
            assertThat(browser.get(one, "/unserialisable").body()).isEqualTo("2");
            assertThat(logged.lines()).hasSize(1).first().asString().contains("thread", "java.lang.Thread");
        }
    }

    /** As in a rolling reload, or after a rollback: new code wrote it, and old code cannot read it. */
    private Browser withASessionThatCannotBeReadHere(URI server) throws Exception {
        Browser browser = browser();
        browser.get(server, "/new?who=me");
        browser.get(server, "/thing");
        browser.get(server, "/get");
        SessionServlet.Thing.known = false;
        return browser;
    }

    @Test
    void aSessionThatThisWorkerCannotReadIsKeptForThoseThatCan() throws Exception {
        URI one = node();
        Browser browser = withASessionThatCannotBeReadHere(one);
        try (var logged = new Logged()) {
            for (int i = 0; i < 3; i++)
                assertThat(browser.get(one, "/get").body()).isEqualTo("none");
            assertThat(logged.lines()).hasSize(1).first().asString().contains("not known here", "kept");
        }
        SessionServlet.Thing.known = true;
        assertThat(browser.get(one, "/get").body()).isEqualTo("me null");
    }

    @Test
    void whoseSessionCannotBeReadHereBeginsANewOneUnderAnotherId() throws Exception {
        URI one = node();
        Browser browser = withASessionThatCannotBeReadHere(one);
        String before = browser.cookie;
        assertThat(browser.get(one, "/increment").body()).isEqualTo("1");
        assertThat(browser.cookie).isNotEqualTo(before);
        assertThat(browser.get(one, "/get").body()).isEqualTo("null 1");
        SessionServlet.Thing.known = true;
        browser.cookie = before;
        assertThat(browser.get(one, "/get").body()).isEqualTo("me null");
    }

    @Test
    void theEndOfASessionThatCannotBeReadHereIsLeftToThoseThatCan() throws Exception {
        Node one = closing(Node.start(Node.settings(sessions(), "20")));
        Browser browser = withASessionThatCannotBeReadHere(one.uri());
        age(browser.id(), Duration.ofMinutes(40));
        one.scavenge();
        assertThat(SessionServlet.ENDED).hasValue(0);
        SessionServlet.Thing.known = true;
        scavengeUntilOneEnded(one);
    }

    /** One call is not enough: at most one a millisecond looks, and the house keeper's own thread may be at it just now. */
    static void scavengeUntilOneEnded(Node node) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (SessionServlet.ENDED.get() == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            node.scavenge();
        }
        assertThat(SessionServlet.ENDED).hasValue(1);
    }

    @Test
    void aSessionThatNobodyCameToReadIsRemovedAnHourAfterItsEnd() throws Exception {
        Node one = closing(Node.start(Node.settings(sessions(), "20")));
        Browser browser = withASessionThatCannotBeReadHere(one.uri());
        age(browser.id(), Duration.ofMinutes(100));
        long looked = System.nanoTime() + Duration.ofMillis(20).toNanos();
        while (System.nanoTime() - looked < 0) {
            one.scavenge(); // at most one a millisecond looks, and that may have been another
        }
        SessionServlet.Thing.known = true;
        assertThat(browser.get(one.uri(), "/get").body()).isEqualTo("none");
        assertThat(SessionServlet.ENDED).hasValue(0);
    }

    @Test
    void anIdThatTheClientChoseIsNeverTaken() throws Exception {
        URI one = node();
        Browser browser = browser();
        browser.cookie = "JSESSIONID=chosen123";
        assertThat(browser.get(one, "/increment").body()).isEqualTo("1");
        assertThat(browser.id()).isNotEqualTo("chosen123");
        String ended = browser.cookie;
        browser.get(one, "/logout");
        browser.cookie = ended;
        browser.get(one, "/increment");
        assertThat(browser.cookie).isNotEqualTo(ended);
        String expired = browser.cookie;
        browser.get(one, "/new?who=me");
        age(browser.id(), Duration.ofMinutes(31));
        assertThat(browser.get(one, "/increment").body()).isEqualTo("1");
        assertThat(browser.cookie).isNotEqualTo(expired);
    }

    @Test
    void anIdThatIsNoneOfOursIsNoSession() throws Exception {
        URI one = node();
        Browser browser = browser();
        try (var logged = new Logged()) {
            for (String id : List.of("../../../etc/passwd", "a_b", "%00", "x".repeat(300), ".", "node0.x")) {
                browser.cookie = "JSESSIONID=" + id;
                assertThat(browser.get(one, "/get").body()).as(id).isEqualTo("none");
            }
            assertThat(logged.lines()).isEmpty();
        }
    }
}
