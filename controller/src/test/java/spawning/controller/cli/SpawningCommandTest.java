// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.config.ApplicationReference;
import spawning.controller.config.ByteSize;
import spawning.controller.config.ConfigProblem;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.Option;
import spawning.controller.plan.OnCrash;
import spawning.protocol.WarmUpSettings;

class SpawningCommandTest {
    @TempDir
    private Path folder;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void sourceFile() throws IOException {
        Files.createFile(folder.resolve("Hello.java"));
    }

    @Test
    void everyOptionOfTheCommandLineIsUnderstood() throws IOException {
        Files.createDirectory(folder.resolve("app"));
        ControllerConfig config = config(
                "-f",
                "wsgi",
                "--classpath",
                "a.jar:lib/*",
                "--chdir",
                "app",
                "--env",
                "A=b=c",
                "--env=D=",
                "--umask",
                "027",
                "--name",
                "shop",
                "-J-Xmx64m",
                "-J",
                "-server",
                "--jvm-option=-Dx={slot}",
                "-i",
                "::1",
                "-p8081",
                "--backlog",
                "16",
                "-s",
                "2",
                "--threads=8",
                "--forwarded-allow-ips=10.0.0.0/8, ::1",
                "--boot-timeout",
                "500ms",
                "--deadman",
                "0",
                "--surge",
                "2",
                "--max-draining",
                "3",
                "--on-crash",
                "restart-all",
                "--panic-limit",
                "7",
                "--keep-alive",
                "5",
                "--header-timeout",
                "1",
                "--body-timeout",
                "2",
                "--write-timeout",
                "3",
                "--max-header",
                "8k",
                "--max-body",
                "0",
                "--worker-connections",
                "10",
                "-l",
                "access.log",
                "--log-format",
                "%h %{X-A}i",
                "--request-id-header=none",
                "-v",
                "--state",
                "run",
                "com.acme.Shop::app",
                "mw.One",
                "mw.Two::wrap");

        assertThat(config.code().application()).isEqualTo(new ApplicationReference.Member("com.acme.Shop", "app"));
        assertThat(config.code().middlewares()).containsExactly("mw.One", "mw.Two::wrap");
        assertThat(config.code().classPath()).containsExactly("a.jar", "lib/*");
        assertThat(config.code().workingDirectory()).isEqualTo(folder.resolve("app"));
        assertThat(config.listening()).isEqualTo(new ControllerConfig.Listening(List.of("[::1]:8081"), 16));
        assertThat(config.policy().onCrash()).isEqualTo(OnCrash.RESTART_ALL);
        assertThat(config.policy().deadman()).isZero();
        assertThat(config.policy().bootTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.policy().maxDraining()).isEqualTo(3);
        assertThat(config.policy().panicLimit()).isEqualTo(7);
        assertThat(config.process().environment()).isEqualTo(Map.of("A", "b=c", "D", ""));
        assertThat(config.process().jvmOptions()).containsExactly("-Xmx64m", "-server", "-Dx={slot}");
        assertThat(config.process().umask()).hasValue(0027);
        assertThat(config.process().name()).isEqualTo("shop");
        assertThat(config.http())
                .isEqualTo(new ControllerConfig.Http(
                        8,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ZERO,
                        new ByteSize(8192),
                        ByteSize.UNLIMITED,
                        10,
                        List.of("10.0.0.0/8", "::1")));
        assertThat(config.logging().format()).isEqualTo("%h %{X-A}i");
        assertThat(config.logging().requestIdHeader()).isEmpty();
        assertThat(config.logging().accessLog())
                .isEqualTo(folder.resolve("app/access.log").toString());
        assertThat(config.logging().level()).isEqualTo("DEBUG");
        assertThat(config.state()).contains(folder.resolve("app/run"));
    }

    @Test
    void commandLineWinsOverEnvironmentWinsOverFileWinsOverDefault() throws IOException {
        file("processes = 2", "threads = 2", "surge = 2", "bind = a:1", "bind = b:2", "application = Hello.java");
        environment = Map.of("SPAWNING_PROCESSES", "3", "SPAWNING_THREADS", "3", "SPAWNING_CONFIG", "c.conf");

        ControllerConfig config = config("-s", "4");

        assertThat(config.policy().processes()).isEqualTo(4);
        assertThat(config.http().threads()).isEqualTo(3);
        assertThat(config.policy().surge()).isEqualTo(2);
        assertThat(config.policy().panicLimit()).isEqualTo(5);
        assertThat(config.listening().binds()).containsExactly("a:1", "b:2");
        assertThat(config.code().application().text()).isEqualTo("Hello.java");
        assertThat(config("--bind", "c:3").listening().binds()).containsExactly("c:3");
        assertThat(config("--port", "9").listening().binds()).containsExactly("127.0.0.1:9");
    }

    @Test
    void anOptionThatSwitchesOffGivesWayToAStrongerOne() throws IOException {
        file("no-keepalive = true", "verbose = true", "application = Hello.java");

        assertThat(config("--config", "c.conf").http().keepAlive()).isZero();
        assertThat(config("--config", "c.conf", "--keep-alive", "3").http().keepAlive())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(config("--config", "c.conf", "--log-level", "warn").logging().level())
                .isEqualTo("WARN");
    }

    @Test
    void everyFlagTakesAValueAfterAnEqualsSignAndTheStrongerSourceWins() throws IOException {
        file("lint = true", "verbose = true", "no-keepalive = true", "application = Hello.java");
        String[] file = {"--config", "c.conf"};

        assertThat(config(with("--lint=false", file)).code().lint()).isFalse();
        assertThat(config(with("--verbose=false", file)).logging().level()).isEqualTo("INFO");
        assertThat(config(with("-v=false", file)).logging().level()).isEqualTo("INFO");
        assertThat(config(with("--no-keepalive=false", file)).http().keepAlive())
                .isEqualTo(Duration.ofSeconds(15));
        environment = Map.of("SPAWNING_LINT", "false");
        assertThat(config(file).code().lint()).isFalse();
        assertThat(config(with("--lint", file)).code().lint()).isTrue();
        assertThat(config(with("--lint=true", file)).code().lint()).isTrue();
        assertThat(config("--lint", "--lint=false", "Hello.java").code().lint()).isFalse();
        assertSame(
                config("--print-config=false", "--help=false", "--version=false", "--check-config=false", "Hello.java"),
                config("Hello.java"));
        for (String flag : List.of("--lint", "--verbose", "--no-keepalive", "--check-config", "--help")) {
            assertThat(message(flag + "=yes", "Hello.java")).contains(flag + ": \"yes\" is not one of false, true");
        }
    }

    @Test
    void whatFollowsAFlagWithoutAnEqualsSignIsNoValueOfIt() {
        assertThat(config("--lint", "Hello.java").code().application().text()).isEqualTo("Hello.java");
        ControllerConfig config = config("-vs2", "Hello.java");
        assertThat(config.logging().level()).isEqualTo("DEBUG");
        assertThat(config.policy().processes()).isEqualTo(2);
        assertThat(config("--lint", "false").code().application().text()).isEqualTo("false");
    }

    @Test
    void allProblemsAreReportedAtOnceWithTheirPlaces() throws IOException {
        file("# comment", "", "processes = none", "thraeds = 3", "surge 2", "surge = 1", "surge = 2");
        environment = Map.of("SPAWNING_PORT", "70000");

        assertThat(problems(
                        "--config",
                        "c.conf",
                        "--prot",
                        "8",
                        "--warmup",
                        "products",
                        "--threads",
                        "-2",
                        "--deadman",
                        "x",
                        "--name"))
                .extracting(ConfigProblem::toString)
                .containsExactlyInAnyOrder(
                        "command line: --warmup: \"products\" is no path; give what stands behind the host, such as"
                                + " /products?page=1",
                        "command line: unknown option --prot; did you mean --port?",
                        "command line: --name needs a value: --name NAME",
                        "c.conf:4: unknown key thraeds; did you mean threads?",
                        "c.conf:5: \"surge 2\" is no line of the form key = value",
                        "c.conf:7: --surge: it stands on line 6 already; keep one of the two",
                        "c.conf:3: --processes: \"none\" is no whole number; give a whole number from 1 to 1000",
                        "environment variable SPAWNING_PORT: --port: 70000 is too large; give a whole number from 0 to"
                                + " 65535",
                        "command line: --threads: -2 is too small; give a whole number from 0 to 10000",
                        "command line: --deadman: \"x\" is no time; write seconds, or a number and ms, s, m or h: 0.5,"
                                + " 30s, 2m");
    }

    @Test
    void whatAWorkerAsksItselfIsCheckedAndNothingWhereSomebodyWaits() {
        assertThat(config(
                                "--warmup",
                                "/",
                                "--warmup=/a?b=%20c",
                                "--warmup",
                                "/",
                                "--warmup-time",
                                "500ms",
                                "Hello.java")
                        .warmUp())
                .isEqualTo(new WarmUpSettings(List.of("/", "/a?b=%20c"), "localhost", Duration.ofMillis(500), 0));
        assertThat(message("--warmup", "POST /x", "Hello.java"))
                .contains("is no path; give what stands behind the host");
        assertThat(message("--warmup", "//evil.example/", "Hello.java")).contains("is no path");
        assertThat(message("--warmup", "/a b", "Hello.java")).contains("has a space, a # or a character beyond ASCII");
        assertThat(message("--warmup", "/" + "x".repeat(2000), "Hello.java")).contains("2001 characters is too large");
        assertThat(message("--warmup-host", "a b", "Hello.java")).contains("\"a b\" is no host");
        assertThat(config("--warmup", "/", "--reload=dev", "Hello.java")
                        .warmUp()
                        .wanted())
                .isFalse();
        assertThat(config("--warmup", "/", "--debug", "Hello.java").warmUp().wanted())
                .isFalse();
    }

    @Test
    void asManyWaitAsServeAtMostAndNobodyWhereSomebodyDevelops() {
        assertThat(config("-s", "3", "--standby", "3", "Hello.java").policy().standby())
                .isEqualTo(3);
        assertThat(message("-s", "3", "--standby", "4", "Hello.java"))
                .contains("4 is too large; give a whole number from 0 to 3");
        assertThat(config("--standby", "2", "--debug", "Hello.java").policy().standby())
                .isZero();
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        for (String option : List.of(
                "--processes 0",
                "--surge 0",
                "--max-draining 0",
                "--panic-limit 0",
                "--backlog 0",
                "--port 65536",
                "--header-timeout 0",
                "--body-timeout -1",
                "--write-timeout 25h",
                "--max-header 1",
                "--max-header 1g",
                "--worker-connections 0",
                "--umask 999",
                "--umask 7777",
                "--on-crash ignore",
                "--log-level loud",
                "--env novalue",
                "-J Main",
                "-J -cp",
                "-J --class-path=x",
                "--bind nowhere",
                "--bind a:70000",
                "--bind fd://x",
                "--host /x",
                "--factory banana",
                "--factory war",
                "--context-path shop",
                "--context-path /a/../b",
                "--login-users missing",
                "--login-users .",
                "--log-format xml",
                "--log-format %Q",
                "--log-format %{}i",
                "--request-id-header X:Y",
                "--chdir missing",
                "--state a:b",
                "--state Hello.java",
                "-l missing/x.log",
                "-l .",
                "--config missing",
                "--config .")) {
            String[] args = (option + " Hello.java").split(" ");

            assertThat(problems(args)).as(option).hasSize(1);
        }
    }

    @Test
    void debuggingMeansOneWorkerWithoutLimits() throws IOException {
        ControllerConfig config = config("--debug", "Hello.java");
        assertThat(config.process().debugPort()).hasValue(5005);
        assertThat(config.policy().processes()).isOne();
        assertThat(config.policy().maxDraining()).isOne();
        assertThat(config.policy().deadman()).isZero();
        assertThat(config.policy().bootTimeout()).isZero();
        assertThat(config("--debug=6006", "Hello.java").process().debugPort()).hasValue(6006);
        assertThat(config("Hello.java", "--debug").process().debugPort()).hasValue(5005);
        assertThat(config("--debug", "-s", "2", "Hello.java").process().debugPort())
                .hasValue(5005);
        assertThat(config("Hello.java").process().debugPort()).isEmpty();
        file("debug = 7007", "application = Hello.java");
        assertThat(config("--config", "c.conf").process().debugPort()).hasValue(7007);
        assertThat(config("--config", "c.conf", "--debug=false").process().debugPort())
                .isEmpty();
        file("debug = true", "application = Hello.java");
        assertThat(config("--config", "c.conf").process().debugPort()).hasValue(5005);
        environment = Map.of("SPAWNING_DEBUG", "8008");
        assertThat(config("--config", "c.conf").process().debugPort()).hasValue(8008);
    }

    @Test
    void debuggingSaysOnceThatAnotherNumberOfWorkersDoesNotCount() {
        assertThat(warnings("--debug", "-s", "3", "Hello.java"))
                .containsExactly("--debug: one worker instead of --processes 3");
        assertThat(warnings("--debug", "-s", "1", "Hello.java")).isEmpty();
        assertThat(warnings("--debug", "Hello.java")).isEmpty();
        assertThat(warnings("-s", "3", "Hello.java")).isEmpty();
    }

    @Test
    void aSecondDebuggerAgentIsRefused() {
        for (String agent : List.of(
                "-agentlib:jdwp=transport=dt_socket,server=y",
                "-Xrunjdwp:transport=dt_socket",
                "-agentpath:/usr/lib/libjdwp.so=server=y")) {
            assertThat(message("--debug", "-J", agent, "Hello.java"))
                    .contains("--jvm-option: ", agent, "a JVM takes one only; leave out this or --debug");
            assertThat(message("--debug", "--env", "JAVA_TOOL_OPTIONS=-Xmx1g " + agent, "Hello.java"))
                    .contains("JAVA_TOOL_OPTIONS=-Xmx1g", "leave out this or --debug");
            environment = Map.of("JDK_JAVA_OPTIONS", agent);
            assertThat(message("--debug", "Hello.java")).contains("JDK_JAVA_OPTIONS=" + agent);
            assertThat(config("--debug", "--env", "JDK_JAVA_OPTIONS=", "Hello.java")
                            .process()
                            .debugPort())
                    .isPresent();
            environment = Map.of();
            assertThat(config("-J", agent, "Hello.java").process().jvmOptions()).containsExactly(agent);
        }
        assertThat(problems("--debug=0", "Hello.java")).hasSize(1);
        assertThat(problems("--debug=yes", "Hello.java")).hasSize(1);
        assertThat(problems("--debug=70000", "Hello.java")).hasSize(1);
    }

    @Test
    void eachProxyThatIsNoAddressIsAProblemOfItsOwn() {
        assertThat(problems("--forwarded-allow-ips", "10.0.0.1/8, ::1 ,proxy.example,*,unix,1.2.3.4/33", "Hello.java"))
                .extracting(ConfigProblem::toString)
                .satisfiesExactly(
                        p -> assertThat(p).contains("--forwarded-allow-ips", "10.0.0.1/8", "10.0.0.0/8"),
                        p -> assertThat(p).contains("--forwarded-allow-ips", "proxy.example", "not looked up"),
                        p -> assertThat(p).contains("--forwarded-allow-ips", "1.2.3.4/33", "from 0 to 32"));
        assertThat(config("--forwarded-allow-ips=", "Hello.java").http().forwardedAllowIps())
                .isEmpty();
    }

    @Test
    void otherKindsOfApplicationAreRefusedInASentence() {
        assertThat(message("shop.war")).contains("shop.war does not exist");
        assertThat(message("Missing.java")).contains("Missing.java does not exist");
        assertThat(message("Hello.java", "Other.java")).contains("\"Other.java\" is no class");
        assertThat(message()).contains("no application is named");
    }

    @Test
    void hostAndPortExcludeBindOnlyInOneSource() {
        assertThat(message("Hello.java", "--bind", "a:1", "-p", "2")).contains("excludes --host and --port");

        environment = Map.of("SPAWNING_BIND", "a:1 unix:/b fd://3");
        assertThat(config("Hello.java").listening().binds()).containsExactly("a:1", "unix:/b", "fd://3");
        assertThat(config("Hello.java", "-p", "2").listening().binds()).containsExactly("127.0.0.1:2");
    }

    @Test
    void unknownVariablesAreNoErrorButASpellingMistakeIsAWarning() {
        environment = Map.of("SPAWNING_SERVICE_HOST", "10.0.0.1", "SPAWNING_PROCESSSES", "2", "SPAWNING_PORT", "");

        assertThat(parse("Hello.java"))
                .isInstanceOfSatisfying(
                        ParseResult.Run.class,
                        run -> assertThat(run.warnings())
                                .singleElement()
                                .asString()
                                .contains("SPAWNING_PROCESSSES", "did you mean SPAWNING_PROCESSES?"));
    }

    @Test
    void theLastOfSeveralValuesCounts() {
        assertThat(config("-s", "2", "Hello.java", "-s", "3").policy().processes())
                .isEqualTo(3);
        assertThat(config("-s", "3", "Hello.java").policy().maxDraining()).isEqualTo(3);
    }

    @Test
    void theClasspathVariableFollowsTheOption() {
        environment = Map.of("CLASSPATH", "c.jar::d");

        assertThat(config("--classpath", "a.jar:b", "Hello.java").code().classPath())
                .containsExactly("a.jar", "b", "c.jar", "d");
    }

    @Test
    void helpNamesEveryOptionAndWinsOverMistakes() {
        String help = information("--nonsense", "--help");

        assertThat(help).contains("Usage: spawning [options] APPLICATION [MIDDLEWARE...]", "Exit codes:", "Signals:");
        for (Option option : Option.values()) {
            assertThat(help).contains(option.shown());
        }
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(help).contains("--debug[=PORT]", "--deadman=TIME").doesNotContain("--lint=", "--lint[");
        assertThat(information("--version")).startsWith("spawning ").contains("Java 25");
    }

    @Test
    void thePrintedConfigurationReadsBackAsTheSame() throws IOException {
        String[] args = {
            "Hello.java", "mw.A", "mw.B", "--bind", "a:1", "--bind", "b:2", "-J", "-Xmx1g", "--max-body", "0"
        };
        String printed = information(with("--print-config", args));

        Files.writeString(folder.resolve("printed.conf"), printed);

        assertThat(printed).contains("# command line:\nbind = b:2\n", "processes = 4\n");
        assertSame(config("--config", "printed.conf"), config(args));
    }

    @Test
    void thePrintedConfigurationIsTheOneInEffect() throws IOException {
        String[] args = {"Hello.java", "--debug", "-s", "3", "--deadman", "9", "--no-keepalive", "-v"};
        String printed = information(with("--print-config", args));

        assertThat(printed)
                .contains(
                        "# --debug:\nprocesses = 1\n",
                        "# --debug:\nboot-timeout = 0\n",
                        "# --debug:\ndeadman = 0\n",
                        "# keep-alive =\n",
                        "no-keepalive = true\n",
                        "# log-level =\n",
                        "verbose = true\n")
                .doesNotContain("processes = 3", "deadman = 9");
        Files.writeString(folder.resolve("printed.conf"), printed);
        assertSame(config("--config", "printed.conf"), config(args));
        assertThat(warnings("--config", "printed.conf")).isEmpty();
    }

    @Test
    void anOptionWithWhichNoWorkerWouldStartIsRefused() {
        for (String name : List.of(
                "--add-opens",
                "--add-exports",
                "--add-reads",
                "--add-modules",
                "--limit-modules",
                "--patch-module",
                "--enable-native-access",
                "--module-path",
                "--upgrade-module-path",
                "-p")) {
            assertThat(message("-J", name, "Hello.java"))
                    .as(name)
                    .contains("--jvm-option: " + name + " needs its value in the same word");
        }
        assertThat(message("-J", "--add-opens=", "Hello.java")).contains("--add-opens needs its value");
        for (String name : List.of(
                "-version",
                "--version",
                "-fullversion",
                "--full-version",
                "-help",
                "--help",
                "-h",
                "-?",
                "-X",
                "--help-extra",
                "--list-modules",
                "--describe-module=java.base",
                "-d",
                "--validate-modules",
                "--dry-run",
                "-Xinternalversion",
                "-XX:+PrintFlagsInitial",
                "-Xshare:dump")) {
            assertThat(message("-J", name, "Hello.java"))
                    .as(name)
                    .contains("--jvm-option: ", "makes a JVM", "leave instead of serving");
        }
        List<String> good = List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-showversion",
                "-Xint",
                "-XX:+PrintFlagsFinal",
                "-Dempty=");
        good.forEach(option -> assertThat(
                        config("-J", option, "Hello.java").process().jvmOptions())
                .containsExactly(option));
    }

    @Test
    void checkingSaysWhatWouldRun() {
        assertThat(information("--check-config", "Hello.java"))
                .isEqualTo("The configuration is good: Hello.java on 127.0.0.1:8080, processes 4, threads 4.\n");
        assertThat(problems("--check-config", "-s", "0", "Hello.java")).hasSize(1);
    }

    @Test
    void theExampleFileNamesEveryKeyWithItsDefault() throws IOException {
        String example = Files.readString(Path.of("..", "conf", "spawning.conf.example"));
        Files.writeString(folder.resolve("example.conf"), example);
        ControllerConfig config = config("--config", "example.conf", "Hello.java");

        assertSame(config, config("Hello.java"));
        for (Option option : Option.values()) {
            String line = option.defaultText().isEmpty() ? "#?%s = .+" : "%s = " + option.defaultText();
            if (option.allowedInFile()) {
                assertThat(example.lines()).as(option.key()).anyMatch(l -> l.matches(line.formatted(option.key())));
            }
        }
    }

    /** But for where they were read from. */
    private static void assertSame(ControllerConfig read, ControllerConfig typed) {
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("reloading.configuration", "inEffect")
                .isEqualTo(typed);
    }

    @Test
    void reloadingIsReadAsItWasTyped() throws IOException {
        file("watch = conf/*.xml");
        Files.createDirectories(folder.resolve("src"));
        ControllerConfig config = config("--reload=dev", "--config", "c.conf", "--source", "src", "com.acme.Shop");

        assertThat(config.reloading())
                .isEqualTo(new ControllerConfig.Reloading(
                        ControllerConfig.Reloading.How.DEV,
                        List.of(),
                        List.of(folder + "/conf/*.xml"),
                        List.of(folder.resolve("c.conf"))));
        assertThat(config.code().sources()).containsExactly(folder.resolve("src"));
        assertThat(config.policy().processes()).as("each answer is the newest").isEqualTo(1);
        assertThat(config("-r", "dev", "-s", "3", "Hello.java").policy().processes())
                .isEqualTo(3);
        assertThat(config("-r", "git", "Hello.java").policy().processes()).isEqualTo(4);
        assertThat(config("-w", "a/../b", "Hello.java").reloading().watched()).containsExactly(folder.resolve("b"));
    }

    @Test
    void onlyWhatWasTypedCanBeAPatternAndOnlyWhenThereIsNoFileOfThatName() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("a[1]"));
        Files.createFile(odd.resolve("{b}"));

        var reloading = config("--chdir", "a[1]", "-w", "conf", "-w", "{b}", "-w", "../*.xml", "-w", "c/*", "a.B")
                .reloading();

        assertThat(reloading.watched()).containsExactly(odd.resolve("conf"), odd.resolve("{b}"));
        assertThat(reloading.patterns()).containsExactly(folder + "/*.xml", folder + "/a\\[1\\]/c/*");
    }

    @Test
    void reloadingThatMakesNoSenseIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("src"));
        assertThat(message("--reload=hg", "Hello.java")).contains("\"hg\" is not one of dev, git, none, svn");
        assertThat(message("--watch", "a[", "Hello.java")).contains("--watch");
        assertThat(message("--source", "gone", "a.B")).contains(folder.resolve("gone") + " does not exist");
        assertThat(message("--source", "src", "Hello.java")).contains("\"Hello.java\" is no class");
    }

    @Test
    void aFolderThatCannotBeMadeIsAProblemBeforeItIsNeeded() throws IOException {
        Path taken = Files.createFile(folder.resolve("taken"));
        for (String option : List.of("--evidence-dir", "--state")) {
            assertThat(message(option, taken + "/below", "com.acme.Shop")).contains(taken + " is no folder");
            assertThat(message(option, "", "com.acme.Shop")).contains("\"\" is no folder");
        }
        for (String sign : List.of(":", ";", "'")) {
            assertThat(message("--state", folder + "/a" + sign + "b", "com.acme.Shop"))
                    .contains("give another folder");
            assertThat(config("--evidence-dir", folder + "/a" + sign + "b", "com.acme.Shop")
                            .evidence()
                            .folder())
                    .isEqualTo(folder.resolve("a" + sign + "b"));
        }
    }

    private void file(String... lines) throws IOException {
        Files.write(folder.resolve("c.conf"), List.of(lines));
    }

    private static String[] with(String first, String... rest) {
        return Stream.concat(Stream.of(first), Arrays.stream(rest)).toArray(String[]::new);
    }

    private ParseResult parse(String... args) {
        return SpawningCommand.parse(args, environment, folder);
    }

    private ControllerConfig config(String... args) {
        return switch (parse(args)) {
            case ParseResult.Run run -> run.config();
            case ParseResult.Information information -> throw new AssertionError(information.text());
            case ParseResult.Problems problems -> throw new AssertionError(problems.text());
        };
    }

    private List<ConfigProblem> problems(String... args) {
        return switch (parse(args)) {
            case ParseResult.Run run -> throw new AssertionError("no problem with " + run.config());
            case ParseResult.Information information -> throw new AssertionError(information.text());
            case ParseResult.Problems problems -> problems.list();
        };
    }

    private List<String> warnings(String... args) {
        return ((ParseResult.Run) parse(args)).warnings();
    }

    private String message(String... args) {
        return new ParseResult.Problems(problems(args)).text();
    }

    private String information(String... args) {
        assertThat(parse(args)).isInstanceOf(ParseResult.Information.class);
        return ((ParseResult.Information) parse(args)).text();
    }
}
