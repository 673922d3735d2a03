// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** Save a file, see the new answer: what is promised to those who develop an application. */
class DevelopmentIT {
    private static final int EDITS = Scale.of(1_000, 10);

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aSavedSourceFileIsServedByItselfAndByOneWorker() throws IOException {
        Product product = developing("v1").start();
        product.log().await(LogLines.WATCHING, Await.SOON);
        assertThat(product.workers()).as("each answer is the newest").hasSize(1);

        save("v2", OnLoad.NOTHING);

        product.awaitOnly(1, 2);
        assertThat(version(product)).isEqualTo("v2 lazy-v2\n");
        assertThat(product.log().all(LogLines.changed("Lazy.java"))).hasSize(1);
    }

    @Test
    void aMistakeIsShownInTheTerminalAndTheOldCodeServesOn() throws IOException {
        Product product = developing("v1").start();
        product.log().await(LogLines.WATCHING, Await.SOON);

        save("v2", OnLoad.DOES_NOT_COMPILE);
        product.log().await(LogLines.JAVAC_ERROR, Await.SOON);
        product.log().await(LogLines.preparationOver(2), Await.SOON);
        if (product.log().has(LogLines.preparationFailed(2))) { // otherwise it had been given nothing to do yet
            assertThat(version(product)).isEqualTo("v1 lazy-v1\n");
        }

        save("v3", OnLoad.NOTHING);
        product.awaitOnly(1, 3);
        assertThat(version(product)).isEqualTo("v3 lazy-v3\n");
        assertThat(product.log().all(LogLines.changed("Lazy.java")))
                .as("no reload is tried twice")
                .hasSize(2);
    }

    @Test
    void beforeAnythingServesTheBrowserShowsTheMistakeUntilItIsMended() throws IOException {
        Product product = developing("v1", OnLoad.DOES_NOT_COMPILE).launch();
        product.log().await(LogLines.WATCHING, Await.SOON);
        Response mistake = HttpConnection.get(product.port(), "/");
        assertThat(mistake.status()).isEqualTo(503);
        assertThat(mistake.text()).contains("Shop.java:", "error: incompatible types", "http-equiv=\"refresh\"");

        save("v2", OnLoad.THROWS);
        product.log().await(LogLines.WAITS_FOR_A_CHANGE, 2, Await.SOON);
        Response atStart = HttpConnection.get(product.port(), "/");
        assertThat(atStart.status()).isEqualTo(503);
        assertThat(atStart.text()).contains("the shelves are empty", "at Shop");

        save("v3", OnLoad.NOTHING);
        product.awaitOnly(1, 3);
        assertThat(version(product)).isEqualTo("v3 lazy-v3\n");
    }

    @Test
    void theReloaderIsStartedAgainWhenItDiesAndLeavesWithTheController() throws IOException {
        Product product = developing("v1").start();
        product.log().await(LogLines.WATCHING, Await.SOON);
        Proc reloader = reloader(product);
        assertThat(reloader.descriptors().values())
                .as("it holds no listener, and nothing else of the controller's")
                .filteredOn(to -> to.startsWith("socket:"))
                .doesNotContainAnyElementsOf(product.controller().descriptors().values());

        Signal.KILL.to(reloader.pid());
        product.log().await(LogLines.RELOADER_ENDED, Await.SOON);
        product.log().await(LogLines.WATCHING, 2, Await.SOON);
        save("v2", OnLoad.NOTHING);
        product.awaitOnly(1, 2);

        product.signal(Signal.KILL);
        product.awaitAllGone(Await.SOON);
    }

    @Test
    void aPreparerThatIsKilledFailsItsReloadAndTheNextChangeGoesAsEver() throws IOException {
        Product product = developing("v1").start();
        product.log().await(LogLines.WATCHING, Await.SOON);

        Proc preparer = preparer(product);
        Signal.STOP.to(preparer.pid());
        save("v2", OnLoad.NOTHING);
        product.log().await(LogLines.preparing(2), Await.SOON);
        Signal.KILL.to(preparer.pid());
        product.log().await(LogLines.preparationOver(2), Await.SOON);
        if (product.log().has(LogLines.preparationFailed(2))) { // otherwise it had been given nothing to do yet
            assertThat(version(product)).isEqualTo("v1 lazy-v1\n");
        }

        save("v3", OnLoad.NOTHING);
        product.awaitOnly(1, 3);
        assertThat(version(product)).isEqualTo("v3 lazy-v3\n");
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void editsUnderLoadDropNoRequestAndLeaveNothingBehind() throws IOException {
        Product product = developing("v0").start();
        product.log().await(LogLines.WATCHING, Await.SOON);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            load.awaitMore(50);
            edit(product, 2, EDITS / 2);
            Sizes early = Sizes.of(product);
            edit(product, 2 + EDITS / 2, EDITS - EDITS / 2);
            Sizes late = Sizes.of(product);
            load.awaitMore(50);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
            assertThat(late.descriptors()).isLessThanOrEqualTo(early.descriptors() + 4);
            assertThat(late.kilobytes()).isLessThanOrEqualTo(early.kilobytes() + 40 * 1024);
        }
    }

    /** Of controller and reloader. */
    private record Sizes(int descriptors, long kilobytes) {
        static Sizes of(Product product) {
            Proc controller = product.controller();
            Proc reloader = reloader(product);
            return new Sizes(
                    controller.descriptors().size() + reloader.descriptors().size(),
                    controller.residentKilobytes() + reloader.residentKilobytes());
        }
    }

    private void edit(Product product, int first, int count) throws IOException {
        for (int generation = first; generation < first + count; generation++) {
            Path beside = TestApplications.source(products.folder("edited"), "v" + generation, OnLoad.NOTHING);
            Files.move(beside, products.folder().resolve("Shop.java"), StandardCopyOption.ATOMIC_MOVE);
            product.log().await(LogLines.serves(generation), Await.SOON);
        }
    }

    @LongRun
    @Test
    void whatIsWatchedReloadsAlsoWithoutAnyMode() throws IOException {
        Path conf = Files.createDirectories(products.folder("conf"));
        Path classes = TestApplications.classes(products.folder("classes"), "v1", OnLoad.NOTHING);
        Product product = products.product()
                .workers(1, 2)
                .options("--watch", conf + "/*.xml", "--watch", products.folder() + "/flag")
                .options("--classpath", classes.toString())
                .application(TestApplications.CLASS)
                .start();
        product.log().await(LogLines.WATCHING, Await.SOON);

        Files.writeString(conf.resolve("notes.txt"), "no reason");
        Files.writeString(conf.resolve("shop.xml"), "<shop/>");
        product.awaitOnly(1, 2);
        product.log().await(LogLines.WATCHING, 2, Await.SOON);
        Files.createFile(products.folder().resolve("flag"));
        product.awaitOnly(1, 3);
        product.log().await(LogLines.WATCHING, 3, Await.SOON);
        Files.delete(products.folder().resolve("flag"));
        product.log().await(LogLines.WATCHED_IS_GONE, Await.SOON);
        Files.writeString(products.folder().resolve("flag"), "it is back");
        product.awaitOnly(1, 4);
    }

    private ProductBuilder developing(String version) {
        return developing(version, OnLoad.NOTHING);
    }

    private ProductBuilder developing(String version, OnLoad onLoad) {
        Path source = TestApplications.source(products.folder(), version, onLoad);
        return products.product()
                .options("--reload=dev", "--keep-alive", "2", "-J", "-XX:TieredStopAtLevel=1")
                .application(source.toString());
    }

    /** As editors do: written beside it and renamed. */
    private void save(String version, OnLoad onLoad) throws IOException {
        Path beside = TestApplications.source(products.folder("edited"), version, onLoad);
        for (String name : List.of("Lazy.java", "Shop.java")) {
            Files.move(beside.resolveSibling(name), products.folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String version(Product product) throws IOException {
        return HttpConnection.get(product.port(), "/lazy").text();
    }

    private static Proc reloader(Product product) {
        return titled(product, Pattern.compile("^spawning: reloader ")).getFirst();
    }

    private static Proc preparer(Product product) {
        return product.processes().stream()
                .filter(process -> process.arguments().contains("spawning.controller.generation.PreparerMain"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Proc> titled(Product product, Pattern title) {
        return product.processes().stream()
                .filter(process -> title.matcher(process.title()).find())
                .toList();
    }
}
