// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which way dependencies point, and what may be used only in its box. */
class ArchitectureTest {
    private static final Path HOME = Path.of(System.getProperty("spawning.home", "../.."));

    @Test
    void theContractAndTheProtocolDependOnNothing() {
        check(onlyTheJdkAnd("spawning.wsgi.."), "wsgi");
        check(onlyTheJdkAnd("spawning.protocol.."), "protocol");
    }

    @Test
    void controllerAndServerDoNotSeeEachOther() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(
                                "spawning.server..", "spawning.wsgi..", "spawning.reloader..", "io.netty..")),
                "controller");
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("spawning.controller..", "spawning.reloader..")),
                "server");
    }

    @Test
    void theReloaderKnowsTheProtocolAndNothingElse() {
        check(onlyTheJdkAnd("spawning.reloader..", "spawning.protocol..", "javax.xml.stream.."), "reloader");
    }

    /** It speaks to the controller over a socket and knows none of its classes. */
    @Test
    void theOperatorsCommandLineKnowsTheProtocolAndLibrariesOnly() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAPackage("spawning..")
                                .and(not(resideInAnyPackage("spawning.ctl..", "spawning.protocol..")))),
                "ctl");
    }

    /** Workers of WSGI-style applications have no Jetty on their class path; those of web applications no unrelocated Netty. */
    @Test
    void theServletModuleIsAddedToTheServerAndNotNeededByIt() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(
                                "spawning.server.jetty..", "org.eclipse.jetty..", "jakarta.servlet..")),
                "server");
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(
                                "spawning.controller..",
                                "spawning.reloader..",
                                "spawning.server.netty..",
                                "spawning.wsgi..",
                                "io.netty..")),
                "servlet");
    }

    @Test
    void thePlannerIsPure() {
        check(
                noClasses()
                        .that(resideInAPackage("spawning.controller.plan.."))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.nio..",
                                "java.net..",
                                "java.util.concurrent..",
                                "org.slf4j..",
                                "ch.qos..",
                                "picocli.."))
                        .orShould()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName(Thread.class.getName())
                        .orShould()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName(java.time.Clock.class.getName())
                        .orShould()
                        .callMethod(System.class, "nanoTime")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(java.time.Instant.class, "now"),
                "controller");
        check(
                noClasses()
                        .that(resideInAPackage("spawning.controller.plan.."))
                        .should()
                        .dependOnClassesThat(resideInAPackage("spawning.controller..")
                                .and(not(resideInAnyPackage("spawning.controller.plan..", "spawning.controller")))),
                "controller");
    }

    /** The worker's one call is made off its boot path; see the class. */
    @Test
    void theKernelIsCalledInOnePackageOnly() {
        check(
                noClasses()
                        .that(not(resideInAPackage("spawning.controller.posix.."))
                                .and(not(simpleName("CloseOnExec")))
                                .and(not(simpleName("SharedScoreboard"))) // maps memory, calls nothing
                                .and(not(simpleName("StandardFiles"))))
                        .should()
                        .dependOnClassesThat(resideInAPackage("java.lang.foreign..")),
                "controller",
                "server",
                "servlet",
                "reloader",
                "ctl",
                "protocol",
                "wsgi");
    }

    @Test
    void signalHandlersAreInOnePackageOnly() {
        check(
                noClasses()
                        .that(not(resideInAnyPackage("spawning.controller.signal..", "spawning.server..")))
                        .should()
                        .dependOnClassesThat(resideInAPackage("sun.misc..")),
                "controller",
                "server",
                "reloader",
                "ctl",
                "protocol",
                "wsgi");
    }

    @Test
    void nobodyLogsThroughJavaUtilLogging() {
        check(
                noClasses().should().dependOnClassesThat(resideInAPackage("java.util.logging..")),
                "controller",
                "server",
                "reloader",
                "ctl",
                "protocol",
                "wsgi");
    }

    private static ArchRule onlyTheJdkAnd(String... ours) {
        return classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(ours).or(resideInAnyPackage("java..", "org.jspecify..")));
    }

    private static void check(ArchRule rule, String... modules) {
        List<Path> folders = Stream.of(modules)
                .map(module -> HOME.resolve(module).resolve("target/classes"))
                .peek(ArchitectureTest::mustExist)
                .toList();
        JavaClasses classes = new ClassFileImporter().importPaths(folders);
        rule.allowEmptyShould(true).check(classes);
    }

    private static void mustExist(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new AssertionError("no classes to look at in " + folder.toAbsolutePath() + ": compile them first");
        }
    }
}
