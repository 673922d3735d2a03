// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import spawning.wsgi.Application;
import spawning.wsgi.Middleware;
import spawning.wsgi.StartResponse;
import spawning.wsgi.lint.LintError;
import spawning.wsgi.lint.TestRequest;

class ReferenceTest {
    @Test
    void aClassIsInstantiated() throws Exception {
        assertThat(answer(application("AsClass"))).isEqualTo("class");
    }

    @Test
    void aStaticFieldIsTaken() throws Exception {
        assertThat(answer(application("Members::FIELD"))).isEqualTo("field");
    }

    @Test
    void aMethodWithoutParametersMakesTheApplication() throws Exception {
        assertThat(answer(application("Members::make"))).isEqualTo("made");
    }

    @Test
    void aMethodWithTheParametersOfAnApplicationIsOne() throws Exception {
        assertThat(answer(application("Members::serve"))).isEqualTo("served");
    }

    @Test
    void middlewaresWrapInTheirOrderTheLastOutermost() throws Exception {
        String members = Members.class.getName();
        Application wrapped = new WsgiFactory(getClass().getClassLoader())
                .make(members + "::FIELD", List.of(members + "::inner", members + "::OUTER"), false);
        assertThat(answer(wrapped)).isEqualTo("outer(inner(field))");
    }

    @Test
    void withLintEachPartIsBlamedByItsName() throws Exception {
        String members = Members.class.getName();
        Application linted = new WsgiFactory(getClass().getClassLoader())
                .make(members + "::FIELD", List.of(members + "::PASSING", members + "::HALF"), true);
        assertThatThrownBy(() -> linted.call(Map.of(), (status, headers, error) -> bytes -> {}))
                .isInstanceOf(LintError.class)
                .hasMessageStartingWith("the server breaches environ-key-missing");
        assertThatThrownBy(() -> TestRequest.get("/").send(linted))
                .isInstanceOf(LintError.class)
                .hasMessageStartingWith("middleware " + members + "::HALF breaches start-null");
        assertThatThrownBy(() -> TestRequest.of("PUT", "/", new byte[0]).send(linted))
                .hasMessageStartingWith("application " + members + "::FIELD breaches start-never");
    }

    @Test
    void withLintWhatIsWrappedIsClosedOnce() throws Exception {
        Closing.closed = 0;
        Application wrapped = new WsgiFactory(getClass().getClassLoader())
                .make(Closing.class.getName(), List.of(Members.class.getName() + "::PASSING"), true);
        ((AutoCloseable) wrapped).close();
        assertThat(Closing.closed).isEqualTo(1);
    }

    @Test
    void whatIsWrappedIsClosedToo() throws Exception {
        String members = Members.class.getName();
        Closing.closed = 0;
        Application wrapped = new WsgiFactory(getClass().getClassLoader())
                .make(Closing.class.getName(), List.of(members + "::inner", members + "::OUTER"), false);
        ((AutoCloseable) wrapped).close();
        assertThat(Closing.closed).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> resolve("com.acme.Nowhere"))
                .isInstanceOf(ApplicationLoadException.class)
                .hasMessage("class com.acme.Nowhere is not on the class path");
        assertThatThrownBy(() -> application("Members::nothing"))
                .isInstanceOf(ApplicationLoadException.class)
                .hasMessageContaining("no static field nothing");
    }

    @Test
    void whatIsOfAnotherKindIsNamed() {
        assertThatThrownBy(() -> application("Members"))
                .hasMessageContaining("does not implement spawning.wsgi.Application");
        assertThatThrownBy(() -> application("Members::NUMBER")).hasMessageContaining("gives a java.lang.Integer");
        assertThatThrownBy(() -> application("Members::NOTHING")).hasMessageContaining("gives null");
        assertThatThrownBy(() -> application("NeedsParameter"))
                .hasMessageContaining("no constructor without parameters");
        assertThatThrownBy(() -> application("Abstract")).hasMessageContaining("is abstract");
    }

    @Test
    void whatTheApplicationThrowsComesOutAsItIs() {
        assertThatThrownBy(() -> application("Throws"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("mine");
        assertThatThrownBy(() -> application("ThrowsOnLoad")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> application("Members::throwing")).isInstanceOf(ArithmeticException.class);
    }

    private Application application(String nested) throws Exception {
        return resolve(getClass().getName() + "$" + nested);
    }

    private Application resolve(String reference) throws Exception {
        return new Reference(reference, getClass().getClassLoader()).resolve(Application.class);
    }

    private static String answer(Application application) throws Exception {
        StartResponse start = (status, headers, error) -> bytes -> {};
        return new String(application.call(Map.of(), start).iterator().next(), StandardCharsets.UTF_8);
    }

    private static Iterable<byte[]> body(String text) {
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Application named(String text) {
        return (environ, start) -> body(text);
    }

    static class AsClass implements Application {
        @Override
        public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) {
            return body("class");
        }
    }

    static class Closing extends AsClass implements AutoCloseable {
        static int closed;

        @Override
        public void close() {
            closed++;
        }
    }

    static class NeedsParameter extends AsClass {
        NeedsParameter(String parameter) {
            assertThat(parameter).isNotNull();
        }
    }

    abstract static class Abstract extends AsClass {}

    static class Throws extends AsClass {
        Throws() {
            throw new ArithmeticException("mine");
        }
    }

    static class ThrowsOnLoad extends AsClass {
        static final int NEVER = never();

        static int never() {
            throw new ArithmeticException("mine");
        }
    }

    static class Members {
        static final Application FIELD = named("field");
        static final Middleware OUTER = next -> named("outer(" + answer(next) + ")");
        static final Middleware PASSING = next -> (environ, start) -> next.call(environ, start);
        static final Middleware HALF = next ->
                (environ, start) -> next.call(environ, "GET".equals(environ.get("REQUEST_METHOD")) ? null : start);
        static final Integer NUMBER = 1;
        static final Application NOTHING = null;

        static Application make() {
            return named("made");
        }

        static Application inner(Application next) throws Exception {
            return named("inner(" + answer(next) + ")");
        }

        static List<byte[]> serve(Map<String, Object> environ, StartResponse start) {
            return List.of("served".getBytes(StandardCharsets.UTF_8));
        }

        static Application throwing() {
            throw new ArithmeticException("mine");
        }
    }
}
