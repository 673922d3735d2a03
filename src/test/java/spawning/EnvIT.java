// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.OutputLog.Source;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;

/** Do variables and JVM options reach the workers as they were given, and nobody else? */
class EnvIT {
    private static final Pattern COMPLAINT = Pattern.compile(" (ERROR|WARN) ");

    @RegisterExtension
    final Products products = new Products();

    @Test
    void variablesArriveAsTheyWereGiven() throws IOException {
        Product product = mirror().environment("INHERITED", "from the caller")
                .environment("OVERRULED", "from the caller")
                .environment("LC_ALL", "C.UTF-8")
                .options("--env", "TWICE=first", "--env", "TWICE=second", "--env", "EMPTY=", "--env", "EQUALS=a=b==")
                .options("--env=SPACES= a  b ", "--env", "UMLAUT=Grüße, 世界", "--env", "OVERRULED=by the option")
                .start();
        assertThat(see(product, "/env?TWICE,EMPTY,EQUALS,SPACES,UMLAUT,OVERRULED,INHERITED,MISSING"))
                .containsExactly(
                        "second", "", "a=b==", " a  b ", "Grüße, 世界", "by the option", "from the caller", "null");
        assertThat(product.controller().environment()).noneMatch(variable -> variable.startsWith("TWICE="));
    }

    @Test
    void aReloadReadsVariablesAndOptionsAnewFromTheFile() throws IOException {
        Path file = products.folder().resolve("mirror.conf");
        Files.writeString(file, "env = COLOUR=red\nenv = SHAPE=round\njvm-option = -Dcolour=red\n");
        Product product = mirror().options("--config", file.toString()).start();
        assertThat(see(product, "/env?COLOUR,SHAPE")).containsExactly("red", "round");
        Files.writeString(file, "env = COLOUR=grün\njvm-option = -Dcolour=green-{generation}\n");
        product.reload(2);
        product.awaitOnly(1, 2);
        assertThat(product.workers().getFirst().process().environment())
                .contains(new String("COLOUR=grün".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .noneMatch(variable -> variable.startsWith("SHAPE="));
        assertThat(see(product, "/property?colour")).containsExactly("green-2");
    }

    @Test
    void jvmOptionsAreTheWorkersOnlyWithTheirPlacesFilledIn() throws IOException {
        Product product = mirror().options(
                        "-J", "-Dwho={pid}/{generation}/{slot}/{other}", "-J-Dspaces=a b", "-J", "-Xmx128m")
                .options("-J", "-Xlog:gc*:file=gc-{slot}.log")
                .start();
        long controller = product.controller().pid();
        assertThat(see(product, "/property?who,spaces")).containsExactly(controller + "/1/1/{other}", "a b");
        List<String> arguments = product.controller().arguments();
        assertThat(arguments.subList(0, arguments.indexOf("spawning.controller.Main")))
                .contains("-Xmx64m")
                .doesNotContain("-Xmx128m");
        Path log = products.folder().resolve("gc-1.log");
        assertThat(log).content().contains("Using ");
        assertThat(product.log().texts(Source.STDOUT)).isEmpty();
    }

    @Test
    void variablesThatTheJvmTakesOptionsFromAreNoErrors() throws IOException {
        Product product = mirror().environment("JDK_JAVA_OPTIONS", "-Dfrom.jdk=1")
                .environment("JAVA_TOOL_OPTIONS", "-Dfrom.tool=2")
                .options("--env", "JAVA_TOOL_OPTIONS=-Dfrom.tool=3")
                .start();
        assertThat(see(product, "/property?from.jdk,from.tool")).containsExactly("1", "3");
        assertThat(product.log().has(COMPLAINT)).as("%s", product.log()).isFalse();
        assertThat(product.log().texts(Source.STDOUT)).isEmpty();
    }

    @Test
    void anOptionThatTheJvmDoesNotKnowIsShownInItsWordsAndEndsTheStart() {
        Product product =
                mirror().options("-J", "-XX:Bogus", "--panic-limit", "2").launch();
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(4);
        assertThat(product.log().has(Pattern.compile("'Bogus'"))).isTrue();
        assertThat(product.log().has(LogLines.NEVER_UP)).isTrue();
        assertThat(product.log().all(LogLines.STARTING)).hasSize(2);
    }

    @Test
    void anOptionThatTheJvmDoesNotKnowLeavesTheOldWorkersServing() throws IOException {
        Path file = products.folder().resolve("mirror.conf");
        Files.writeString(file, "jvm-option = -Dgood=1\n");
        Product product = mirror().options("--config", file.toString()).start();
        Files.writeString(file, "jvm-option = -XX:Bogus\n");
        product.signal(Signal.HUP);
        product.log().await(LogLines.failed(2, ""), Await.SOON);
        assertThat(see(product, "/property?good")).containsExactly("1");
        product.awaitOnly(1, 1);
    }

    private ProductBuilder mirror() {
        return products.product()
                .workers(1, 2)
                .options("--keep-alive", "2")
                .application(TestApplications.single(products.folder(), "Mirror.java")
                        .toString());
    }

    private static List<String> see(Product product, String target) throws IOException {
        String text = HttpConnection.get(product.port(), target).text();
        return text.substring(0, text.length() - 1).lines().toList();
    }
}
