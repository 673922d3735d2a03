// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import spawning.harness.Chromium;
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

    @ParameterizedTest
    @EnumSource(Scene.class)
    void eachSceneIsShownWholeInBothSchemesOnADeskAndOnAPhone(Scene scene) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1400, 800, 360}) {
                open(scene.made.get(), scheme, width, width == 360 ? 740 : 900);
                String name = scene + "-" + scheme + "-" + width;
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target/status-page", name.toLowerCase(java.util.Locale.ROOT) + ".png"))
                        .setFullPage(scene != Scene.LARGE || width == 1400));
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .as("no horizontal scroll: " + name)
                        .isEqualTo(width);
                assertThat(seriousViolations()).as(name).isEmpty();
                nothingWentWrong();
                visit.close();
            }
        }
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
