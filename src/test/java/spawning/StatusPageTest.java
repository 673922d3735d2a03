// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.harness.Await;
import spawning.harness.Chromium;
import spawning.harness.LongRun;
import spawning.harness.Scale;
import spawning.harness.StatusScene;
import spawning.harness.StatusStandIn;

/** The status page in a real browser, before a stand-in for the controller. */
class StatusPageTest {
    private static final String HOSTILE = "GET /<img src=x onerror=alert(1)><script>alert(2)</script>\"'&amp;\u202e";

    private static Chromium chromium;

    private StatusStandIn controller;
    private Chromium.Visit visit;
    private Page page;

    /** What an operator may come upon. */
    enum Scene {
        SERVING(() -> StatusScene.serving(4)),
        RELOADING(StatusScene::reloading),
        PANIC(StatusScene::panic),
        BOOTING(StatusScene::booting),
        STOPPING(StatusScene::stopping),
        LARGE(StatusScene::large);

        private final Supplier<StatusScene> made;

        Scene(Supplier<StatusScene> made) {
            this.made = made;
        }
    }

    @BeforeAll
    static void startChromium() {
        chromium = new Chromium();
    }

    @AfterAll
    static void endChromium() {
        chromium.close();
    }

    @BeforeEach
    void startController() throws IOException {
        controller = new StatusStandIn();
    }

    @AfterEach
    void endController() {
        if (visit != null) {
            visit.close();
        }
        controller.close();
    }

    private void open(StatusScene scene, ColorScheme scheme, int width, int height) {
        controller.tells(scene.document());
        visit = chromium.visit(scheme, width, height);
        page = visit.page();
        page.navigate(controller.page());
        assertThat(page.locator("#workers")).isVisible();
    }

    private void open(StatusScene scene) {
        open(scene, ColorScheme.LIGHT, 1400, 900);
    }

    private void nothingWentWrong() {
        assertThat(visit.complaints()).isEmpty();
        assertThat(visit.strangers(controller.origin())).isEmpty();
    }

    private Locator sentence() {
        return page.locator("#sentence");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SERVING   | ok   | Serving: 4 of 4 workers ready, generation 7      | Serving 4/4 · shop
                    RELOADING | busy | Reloading to generation 8: 3 of 4 workers ready  | Reloading 3/4 · shop
                    PANIC     | bad  | Panic: 0 of 4 workers ready                      | Panic 0/4 · shop
                    BOOTING   | busy | Starting: 1 of 4 workers ready, generation 1     | Starting 1/4 · shop
                    STOPPING  | busy | Stopping: 1 worker is left                       | Stopping · shop
                    LARGE     | ok   | Serving: 64 of 64 workers ready, generation 7    | Serving 64/64 · shop
                    """)
    void theStateIsOneSentenceAnIconATitleAndAFavicon(Scene scene, String level, String sentence, String title) {
        open(scene.made.get());
        assertThat(sentence()).hasText(sentence);
        assertThat(page).hasTitle(title);
        assertThat(page.locator("#state")).hasAttribute("data-level", level);
        assertThat(page.locator("#state-icon")).hasAttribute("href", "#icon-" + level);
        assertThat(page.locator("#favicon")).hasAttribute("href", Pattern.compile("^data:image/svg\\+xml,.+"));
        assertThat(page.locator("#announcement")).containsText(sentence);
        nothingWentWrong();
    }

    /** What axe looks at takes its time: one scene of six unless there is much of it. */
    private static List<Scene> scenesToLookAt() {
        return List.of(Scene.values()).subList(0, Scale.of(Scene.values().length, 1));
    }

    @ParameterizedTest
    @MethodSource("scenesToLookAt")
    void eachSceneIsShownWholeInBothSchemesOnADeskAndOnAPhone(Scene scene) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1400, 800, 360}) {
                open(scene.made.get(), scheme, width, width == 360 ? 740 : 900);
                String name = scene + "-" + scheme + "-" + width;
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target/status-page", name.toLowerCase(Locale.ROOT) + ".png"))
                        .setFullPage(scene != Scene.LARGE || width == 1400));
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .as("no horizontal scroll: " + name)
                        .isEqualTo(width);
                assertThat((Boolean) page.evaluate("document.documentElement.scrollHeight"
                                + " <= Math.ceil(document.body.getBoundingClientRect().height) + scrollY + 1"))
                        .as("nothing beyond the end of the page: " + name)
                        .isTrue();
                if (width != 800) {
                    assertThat(seriousViolations()).as(name).isEmpty();
                }
                nothingWentWrong();
                visit.close();
            }
        }
    }

    @Test
    void whatChangesIsShownInThePlaceWhereItStood() {
        open(StatusScene.serving(4));
        ElementHandle row = page.locator(".workers tbody tr").nth(1).elementHandle();
        page.locator(".workers details summary").nth(1).click();
        page.locator(".workers details summary").nth(1).focus();
        page.evaluate(
                "getSelection().selectAllChildren(document.querySelector('.workers tbody tr:nth-child(3) .pid'))");

        StatusScene next = StatusScene.serving(4)
                .withWorker(1, "requests", 1_300_000)
                .with("now", Instant.now().plusSeconds(2).toString());
        controller.tells(next.document());

        assertThat(page.locator(".workers tbody tr").nth(1).locator(".requests"))
                .containsText("1,300,000");
        assertThat(page.locator(".workers tbody tr").nth(1).locator(".rate"))
                .not()
                .hasText("–");
        assertThat(row.evaluate("node => node === document.querySelector('.workers tbody tr:nth-child(2)')"))
                .isEqualTo(true);
        assertThat(page.locator(".workers details[open]")).hasCount(1);
        assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("SUMMARY");
        assertThat(page.evaluate("getSelection().toString()")).isEqualTo("5503");
        nothingWentWrong();
    }

    @Test
    void anotherStateIsAnnouncedAndATickIsNot() {
        open(StatusScene.serving(4));
        page.evaluate("window.said = 0; new MutationObserver(() => window.said++).observe("
                + "document.getElementById('announcement'), {childList: true, characterData: true, subtree: true})");
        int asked = controller.asked();
        Await.until("two ticks", Await.SOON, () -> controller.asked() >= asked + 2);
        assertThat(page.evaluate("window.said")).isEqualTo(0);
        controller.tells(StatusScene.panic().document());
        assertThat(page.locator("#announcement")).containsText("Panic");
        assertThat(page.locator("#notes")).containsText("2 of 5 tries failed, next try in 3.2 s.");
        assertThat(page.locator("#notes")).containsText("was rolled back");
        nothingWentWrong();
    }

    @Test
    void textOfOthersIsTextAndNothingElse() {
        StatusScene scene = StatusScene.serving(2)
                .with("name", HOSTILE)
                .with("reason", HOSTILE)
                .with("version", HOSTILE)
                .with("config", Map.of(HOSTILE, HOSTILE))
                .with("listeners", List.of(Map.of("address", HOSTILE)))
                .with("last_reload", Map.of("by", HOSTILE, "at", "2026-11-22T10:00:00.000Z", "result", HOSTILE))
                .with(
                        "last_exits",
                        List.of(Map.of("at", HOSTILE, "detail", HOSTILE, "from", HOSTILE, "unexpected", true)))
                .withWorker(0, "state", HOSTILE)
                .withWorker(0, "aot", HOSTILE)
                .withWorker(0, "aot_cache", HOSTILE)
                .withWorker(0, "in_flight", List.of(Map.of("line", HOSTILE, "age", 1)))
                .withWorker(1, "in_flight", List.of(Map.of("line", HOSTILE), Map.of("line", HOSTILE)))
                .withEvent(HOSTILE, HOSTILE, HOSTILE);
        open(scene, ColorScheme.LIGHT, 360, 740);
        assertThat(page.locator("#events")).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator(".workers tbody tr").first().locator(".request").first())
                .containsText("<img src=x");
        assertThat(page.locator("#reason")).hasText(HOSTILE);
        assertThat(page.locator("img, body script")).hasCount(0);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        nothingWentWrong();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"schema\":1,\"state\":null,\"children\":null,\"events\":null,\"history\":null,\"generation\":null}",
                "{\"children\":[null,{},7,{\"in_flight\":[null]}],\"events\":[null,{},\"x\"],\"last_exits\":[null,{}],"
                        + "\"listeners\":[null],\"config\":[],\"totals\":7,\"panic\":{},\"history\":{\"rate\":[null,\"x\"]}}",
                "{\"state\":\"serving\",\"active_children_count\":1e18,\"configured_children_count\":1e18,\"uptime\":1e15,"
                        + "\"totals\":{\"requests\":9007199254740993},\"memory\":{\"workers\":1e24},"
                        + "\"children\":[{\"slot\":1e9,\"pid\":1e12,\"requests\":1e20,\"rss\":1e20,\"heap_used\":1e20,"
                        + "\"heap_max\":1e20,\"uptime\":1e18,\"heartbeat_age\":1e9}],"
                        + "\"history\":{\"step\":1e9,\"rate\":[1e300,0],\"p50\":[1e300,1e-300],\"rss\":[1e30,0]}}"
            })
    void whateverIsMissingOrHugeThePageBearsIt(String document) {
        controller.tells(document);
        visit = chromium.visit(ColorScheme.LIGHT, 360, 740);
        page = visit.page();
        page.navigate(controller.page());
        assertThat(page.locator("#workers")).isVisible();
        assertThat(page.locator("#contact")).hasText("live");
        assertThat(page.locator("main")).not().containsText(Pattern.compile("NaN|undefined|Infinity|\\[object"));
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        nothingWentWrong();
    }

    @Test
    @LongRun
    void aControllerThatIsGoneIsSaidAndOneThatIsBackIsShown() throws IOException {
        open(StatusScene.serving(4));
        controller.goesAway();
        assertThat(sentence()).hasText("The controller does not answer");
        assertThat(page).hasTitle("No answer · shop");
        assertThat(page.locator("#reason")).containsText("What is shown is from");
        assertThat(page.locator("#state")).hasAttribute("data-level", "gone");
        controller.comesBack();
        assertThat(sentence()).hasText("Serving: 4 of 4 workers ready, generation 7");
        controller.refuses(500);
        assertThat(page.locator("#reason")).containsText("It answers with status 500");
        controller.tells("<html>");
        assertThat(page.locator("#reason")).containsText("Its answer is not JSON");
        controller.tells(StatusScene.panic().document());
        assertThat(sentence()).hasText("Panic: 0 of 4 workers ready");
    }

    @Test
    @LongRun
    void aControllerThatStallsIsAskedOnceAtATime() {
        open(StatusScene.serving(4));
        controller.stalls();
        assertThat(page.locator("#reason"))
                .containsText("No answer within", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
        controller.goesOn();
        assertThat(sentence()).hasText("Serving: 4 of 4 workers ready, generation 7");
        assertThat(controller.mostAsking()).isLessThanOrEqualTo(2);
    }

    @Test
    void aPageThatNobodySeesAsksRarelyAndAPausedOneNever() {
        controller.tells(StatusScene.serving(4).document());
        visit = chromium.visit(ColorScheme.LIGHT, 1400, 900);
        page = visit.page();
        page.clock().install();
        page.navigate(controller.page());
        assertThat(page.locator("#workers")).isVisible();
        int shown = controller.asked();
        page.clock().runFor(2_100);
        Await.until("it asks when it is seen", Await.SOON, () -> controller.asked() == shown + 1);
        assertThat(page.locator("#contact")).hasText("live");
        seen(false);
        page.clock().runFor(25_000);
        assertThat(controller.asked()).isEqualTo(shown + 1);
        page.clock().runFor(6_000);
        Await.until("it asks now and then", Await.SOON, () -> controller.asked() == shown + 2);
        seen(true);
        Await.until("it asks as soon as it is seen", Await.SOON, () -> controller.asked() == shown + 3);
        page.locator("#pause").click();
        assertThat(page.locator("#contact")).containsText("paused at");
        page.clock().runFor(60_000);
        assertThat(controller.asked()).isEqualTo(shown + 3);
        page.locator("#pause").click();
        assertThat(page.locator("#contact")).hasText("live");
        nothingWentWrong();
    }

    private void seen(boolean seen) {
        page.evaluate(
                "seen => { Object.defineProperty(document, 'hidden', {value: !seen, configurable: true});"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                seen);
    }

    @Test
    void allCanBeReachedAndReadWithTheKeyboard() {
        open(StatusScene.serving(4));
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            page.keyboard().press("Tab");
            reached.add(String.valueOf(page.evaluate("(() => { const at = document.activeElement;"
                    + " return at.getAttribute('aria-label') || at.textContent || at.value; })()")));
        }
        assertThat(reached)
                .containsSubsequence(
                        "Skip to the workers", "Pause", "Read values: Requests", "Read values: Workers", "status.json");
        assertThat(reached).contains("Events, newest first", "Options of the running generation", "info");

        Locator slider = page.getByLabel("Read values: Requests");
        slider.focus();
        page.keyboard().press("Home");
        assertThat(page.locator(".chart").first().locator(".range"))
                .hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d: answered [\\d,.]+/s, errors \\(5xx\\) 0/s"));
        assertThat(slider).hasAttribute("aria-valuetext", Pattern.compile(".*answered.*"));
        page.locator(".plot").nth(1).hover();
        assertThat(page.locator(".range").nth(1))
                .containsText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d: p50 .* ms, p99 .* ms"));
        assertThat(page.locator(".chart").nth(1).locator("svg[role=img]"))
                .hasAttribute(
                        "aria-label", Pattern.compile("Latency, last 10 min: p50 [\\d.]+ ms .*; p99 [\\d.]+ ms .*"));
    }

    @Test
    void theTimelineIsFilteredBySeverity() {
        open(StatusScene.serving(4));
        assertThat(page.locator("#events li")).hasCount(5);
        page.getByLabel("Warnings and errors").check();
        assertThat(page.locator("#events li")).hasCount(1);
        controller.tells(
                StatusScene.serving(4).withEvent("panic", "error", "what a day").document());
        assertThat(page.locator("#events li")).hasCount(2);
        page.getByLabel("Errors", new Page.GetByLabelOptions().setExact(true)).check();
        assertThat(page.locator("#events li")).hasText(Pattern.compile("what a day"));
    }

    @Test
    void eachWorkerSaysFromWhichAotCacheItBootedAndANoteWhyThereIsNone() {
        open(StatusScene.serving(4).withWorker(2, "aot", "refused"));
        assertThat(page.locator(".workers tbody tr").nth(0).locator(".gen .small"))
                .hasText("own cache");
        assertThat(page.locator(".workers tbody tr").nth(2).locator(".gen .small"))
                .hasText("cache refused");
        controller.tells(StatusScene.serving(4)
                .withoutAotCache("recording it failed (exit code 3)")
                .document());
        assertThat(page.locator("#notes"))
                .hasText("No AOT cache, workers start slower: recording it failed (exit code 3)"
                        + " (see /var/cache/spawning/3f2a.log).");
        assertThat(page.locator(".workers tbody tr").nth(0).locator(".gen .small"))
                .hasText("");
        nothingWentWrong();
    }

    @Test
    void aWorkerWhoseHeartIsSilentIsNotWell() {
        open(StatusScene.serving(4).withWorker(2, "heartbeat_age", 12.0));
        assertThat(page.locator("#state")).hasAttribute("data-level", "warn");
        assertThat(page.locator("#notes")).hasText("No heartbeat of worker 3 for 12 s.");
    }

    @Test
    @LongRun
    void sixtyFourWorkersAndTwoHundredEventsCostLessThanTenMillisecondsATick() {
        open(StatusScene.large());
        List<Double> ticks = new ArrayList<>();
        // The machine may be busy with something else: one quick tick shows what the page itself costs.
        Await.until("a tick of less than 10 ms", Await.SOON, ticks::toString, () -> {
            ticks.add(nextTick());
            return ticks.getLast() < 10;
        });
        nothingWentWrong();
    }

    private double nextTick() {
        int asked = controller.asked();
        StatusScene next = StatusScene.large();
        next.children().forEach(worker -> worker.compute("requests", (_, old) -> (Integer) old + asked * 100));
        controller.tells(next.document());
        Await.until("two more ticks", Await.SOON, () -> controller.asked() >= asked + 2);
        return ((Number) page.evaluate("performance.getEntriesByName('tick')[0].duration")).doubleValue();
    }

    @Test
    void withoutJavaScriptThereIsASentenceAndAWayOn() {
        try (Chromium.Visit plain = chromium.visitWithoutScript()) {
            plain.page().navigate(controller.page());
            assertThat(plain.page().locator(".noscript")).containsText("This page needs JavaScript");
            assertThat(plain.page().locator(".noscript a")).hasText(new String[] {"status.json", "metrics"});
        }
    }

    @Test
    void thePageNeedsNoPlaceAtTheRootOfItsHost() {
        controller.tells(StatusScene.serving(4).document());
        visit = chromium.visit(ColorScheme.LIGHT, 1400, 900);
        page = visit.page();
        page.navigate(controller.origin() + "/behind/a/proxy/status");
        assertThat(sentence()).hasText("Serving: 4 of 4 workers ready, generation 7");
        nothingWentWrong();
    }

    private List<String> seriousViolations() {
        return new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .filter(rule ->
                                List.of("serious", "critical", "moderate").contains(rule.getImpact()))
                        .map(StatusPageTest::told)
                        .toList();
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().getFirst().getHtml();
    }
}
