// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AotNameTest {
    private static final Machine MACHINE = new Machine("JDK 25.0.3", "model name: x");
    private static final List<String> OURS = List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-Xmx512m");
    private static final List<AotName.Jar> JARS =
            List.of(new AotName.Jar("spawning-server.jar", "aa"), new AotName.Jar("01-shop.jar", "bb"));

    private static String name(List<String> ours, List<String> users, List<AotName.Jar> jars) {
        return AotName.of(MACHINE, ours, users, jars, List.of("wsgi", "com.acme.Shop"));
    }

    @Test
    void theSameHasTheSameNameAndItFitsAFolder() {
        assertThat(name(OURS, List.of(), JARS))
                .isEqualTo(name(OURS, List.of(), JARS))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void anotherByteOfAJarIsAnotherName() {
        List<AotName.Jar> changed = List.of(JARS.getFirst(), new AotName.Jar("01-shop.jar", "bc"));

        assertThat(name(OURS, List.of(), changed)).isNotEqualTo(name(OURS, List.of(), JARS));
    }

    @Test
    void theOrderOfTheClassPathCounts() {
        assertThat(name(OURS, List.of(), JARS.reversed())).isNotEqualTo(name(OURS, List.of(), JARS));
    }

    @Test
    void anotherJdkOrProcessorIsAnotherName() {
        String here = name(OURS, List.of(), JARS);

        assertThat(AotName.of(new Machine("JDK 25.0.4", MACHINE.processor()), OURS, List.of(), JARS, List.of()))
                .isNotEqualTo(here);
        assertThat(AotName.of(new Machine(MACHINE.jdk(), "model name: y"), OURS, List.of(), JARS, List.of()))
                .isNotEqualTo(here);
    }

    @Test
    void anotherOptionOfTheUserIsAnotherName() {
        assertThat(name(OURS, List.of("-Xmx1g"), JARS)).isNotEqualTo(name(OURS, List.of(), JARS));
    }

    @Test
    void anotherCollectorIsAnotherNameAndAnotherSizeOfTheHeapIsNot() {
        List<String> otherSizes =
                List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-Xmx6026m", "-XX:ParallelGCThreads=2");
        List<String> otherCollector = List.of("-XX:-UsePerfData", "-XX:+UseG1GC", "-Xmx512m");

        assertThat(name(otherSizes, List.of(), JARS)).isEqualTo(name(OURS, List.of(), JARS));
        assertThat(name(otherCollector, List.of(), JARS)).isNotEqualTo(name(OURS, List.of(), JARS));
    }

    @Test
    void aHeapTooLargeForCompressedPointersIsAnotherName() {
        assertThat(name(List.of("-Xmx40g"), List.of(), JARS)).isNotEqualTo(name(List.of("-Xmx4g"), List.of(), JARS));
    }

    @Test
    void twoListsThatLookAlikeWhenJoinedAreTwoNames() {
        assertThat(AotName.of(MACHINE, List.of(), List.of("a", "b"), List.of(), List.of()))
                .isNotEqualTo(AotName.of(MACHINE, List.of(), List.of("ab"), List.of(), List.of()));
    }

    @Test
    void whereAWorkerWritesWhenItCrashesDoesNotCount() {
        List<String> first =
                List.of("-XX:ErrorFile=/run/gen-1/hs_err", "-XX:OnOutOfMemoryError=touch '/run/gen-1/oom'; x");
        List<String> second =
                List.of("-XX:ErrorFile=/run/gen-2/hs_err", "-XX:OnOutOfMemoryError=touch '/run/gen-2/oom'; x");

        assertThat(name(first, List.of(), JARS)).isEqualTo(name(second, List.of(), JARS));
    }

    @Test
    void aProcessorIsItsModelAndWhatItCanDoAndNotItsSpeed() {
        String slow = "processor : 0\nmodel name\t: X\nflags\t: avx2\ncpu MHz\t: 800\n";
        String fast = "processor : 0\nmodel name\t: X\nflags\t: avx2\ncpu MHz\t: 3000\n";
        String able = "processor : 0\nmodel name\t: X\nflags\t: avx2 avx512f\ncpu MHz\t: 800\n";

        assertThat(Machine.processor(slow)).isEqualTo(Machine.processor(fast)).isNotEqualTo(Machine.processor(able));
    }
}
