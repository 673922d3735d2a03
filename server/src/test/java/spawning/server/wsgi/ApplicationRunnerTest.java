// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.RequestBodyException;
import spawning.wsgi.StartResponse;
import spawning.wsgi.lint.Lint;

class ApplicationRunnerTest {
    private static final List<Header> NONE = List.of();

    private final RecordedExchange exchange = new RecordedExchange();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void run(Application application) {
        new ApplicationRunner(application, new ServerVariables(1, 2, true, true), () -> {}).run(exchange);
        assertThat(exchange.ends).as("the exchange is ended once").isEqualTo(1);
    }

    @Test
    void aSingleElementGetsItsLength() {
        run((environ, start) -> {
            start.start("201 Made", NONE);
            return List.of(bytes("abc"));
        });
        assertThat(exchange.response).isEqualTo(new ResponseHead(201, "Made", NONE, 3));
        assertThat(exchange.sent).hasToString("[abc]");
    }

    @Test
    void aSingleElementOfAnyCollectionGetsItsLength() {
        run((environ, start) -> {
            start.start("200 OK", NONE);
            return Collections.unmodifiableCollection(List.of(bytes("abc")));
        });
        assertThat(exchange.response.contentLength()).isEqualTo(3);
    }

    @Test
    void anIterableOfOneElementIsSentAtOnceSoThatItsLengthIsNotKnown() {
        run((environ, start) -> {
            start.start("200 OK", NONE);
            Iterator<byte[]> elements = List.of(bytes("abc")).iterator();
            return () -> new Iterator<>() {
                @Override
                public boolean hasNext() {
                    assertThat(exchange.sent).hasToString(elements.hasNext() ? "" : "[abc]");
                    return elements.hasNext();
                }

                @Override
                public byte[] next() {
                    return elements.next();
                }
            };
        });
        assertThat(exchange.response.contentLength()).isEqualTo(ResponseHead.UNKNOWN);
    }

    @Test
    void anEndlessBodyIsLeftWhereItsContentLengthEnds() {
        run((environ, start) -> {
            start.start("200 OK", List.of(new Header("Content-Length", "5")));
            return () -> Stream.generate(() -> bytes("abc")).iterator();
        });
        assertThat(exchange.sent).hasToString("[abc][ab]");
        assertThat(exchange.aborted).isFalse();
    }

    @Test
    void anEndlessBodyIsLeftWhenNobodyIsSentIt() {
        RecordedExchange toHead = new RecordedExchange("HEAD", "/", List.of());
        Application endless = (environ, start) -> {
            start.start("200 OK", NONE);
            return () -> Stream.generate(() -> bytes("abc")).iterator();
        };
        new ApplicationRunner(endless, new ServerVariables(1, 2, true, true), () -> {}).run(toHead);
        assertThat(toHead.ends).isEqualTo(1);
        assertThat(toHead.aborted).isFalse();
    }

    @Test
    void aFailureThatCannotBePrintedIsAnsweredAllTheSame() {
        run((environ, start) -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException("made when it is asked for");
                }
            };
        });
        assertThat(exchange.response.status()).isEqualTo(500);
        assertThat(exchange.aborted).isFalse();
    }

    @Test
    void writePastTheContentLengthThrowsAndTheResponseIsWholeNevertheless() {
        run((environ, start) -> {
            var write = start.start("200 OK", List.of(new Header("Content-Length", "2")));
            write.write(bytes("abc"));
            throw new AssertionError("not reached");
        });
        assertThat(exchange.sent).hasToString("[ab]");
        assertThat(exchange.aborted).isFalse();
    }

    @Test
    void aShortBodyIsToldApartFromAnAbort() {
        for (BodyFailure failure : BodyFailure.values()) {
            assertThat(failure.exception())
                    .hasMessage(failure.text())
                    .extracting(RequestBodyException::kind)
                    .hasToString(failure.name());
        }
    }

    @Test
    void aBreachOfTheContractIsA500AlsoWhenTheBodyFailedOrTheApplicationWrappedIt() {
        exchange.bodyFailure = BodyFailure.TOO_LARGE;
        Application checked = new Lint().wrap((environ, start) -> {
            try {
                start.start("200", NONE);
            } catch (AssertionError breach) {
                throw new IllegalStateException(breach);
            }
            return List.of();
        });
        run(checked);
        assertThat(exchange.response.status()).isEqualTo(500);
    }

    @Test
    void aBreachAfterTheFirstByteBreaksTheResponseOff() {
        run(new Lint().wrap((environ, start) -> {
            start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
            return Arrays.asList(bytes("a"), null);
        }));
        assertThat(exchange.sent).hasToString("[a]");
        assertThat(exchange.aborted).isTrue();
    }

    @Test
    void underTheValidatorASingleElementGetsItsLength() {
        run(new Lint().wrap((environ, start) -> {
            start.start("200 OK", List.of(new Header("Content-Type", "text/plain")));
            return List.of(bytes("abc"));
        }));
        assertThat(exchange.response.contentLength()).isEqualTo(3);
    }

    @Test
    void noElementIsALengthOfZero() {
        run((environ, start) -> {
            start.start("200 OK", NONE);
            return List.of();
        });
        assertThat(exchange.response.contentLength()).isZero();
    }

    @Test
    void startMayBeCalledWhileTheBodyIsIteratedBeforeItsFirstByte() {
        run((environ, start) -> () -> {
            start.start("200 OK", NONE);
            return List.of(bytes("a"), bytes(""), bytes("b")).iterator();
        });
        assertThat(exchange.sent).hasToString("[a][b]");
    }

    @Test
    void writeSendsAtOnceAndTheReturnedBodyFollows() {
        run((environ, start) -> {
            start.start("200 OK", NONE).write(bytes("a"));
            assertThat(exchange.sent).hasToString("[a]");
            return List.of(bytes("b"));
        });
        assertThat(exchange.sent).hasToString("[a][b]");
    }

    @Test
    void anErrorReplacesHeadersThatWereNotSent() {
        run((environ, start) -> {
            start.start("200 OK", List.of(new Header("A", "1")));
            start.start("503 Later", NONE, new IllegalStateException());
            return List.of(bytes("sorry"));
        });
        assertThat(exchange.response).isEqualTo(new ResponseHead(503, "Later", NONE, 5));
    }

    @Test
    void anErrorAfterHeadersWereSentIsThrownBack() {
        IllegalStateException error = new IllegalStateException("the error");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        run((environ, start) -> {
            start.start("200 OK", NONE).write(bytes("a"));
            try {
                start.start("500 Oh", NONE, error);
            } catch (IllegalStateException e) {
                thrown.set(e);
                throw e;
            }
            return List.of();
        });
        assertThat(thrown.get()).hasCause(error);
        assertThat(exchange.aborted).isTrue();
    }

    @Test
    void whatBreaksTheContractIsA500() {
        List<Application> breaches = List.of(
                (environ, start) -> List.of(bytes("never started")),
                (environ, start) -> List.of(),
                (environ, start) -> {
                    start.start("200 OK", NONE);
                    start.start("200 OK", NONE);
                    return List.of();
                },
                (environ, start) -> {
                    start.start("200 OK", List.of(new Header("Connection", "close")));
                    return List.of();
                },
                (environ, start) -> {
                    start.start("200 OK", List.of(new Header("Content-Length", "5")));
                    return List.of(bytes("four"));
                },
                (environ, start) -> null);
        for (Application breach : breaches) {
            RecordedExchange own = new RecordedExchange();
            new ApplicationRunner(breach, new ServerVariables(1, 2, true, true), () -> {}).run(own);
            assertThat(own.response.status()).isEqualTo(500);
            assertThat(own.sent).hasToString("[Internal Server Error\n]");
            assertThat(own.ends).isEqualTo(1);
        }
    }

    @Test
    void aFailedBodyIsAnsweredByItsOwnStatusWhateverTheApplicationMakesOfIt() {
        exchange.bodyFailure = BodyFailure.TOO_LARGE;
        run((environ, start) -> {
            throw new IllegalStateException(new IOException());
        });
        assertThat(exchange.response.status()).isEqualTo(413);
    }

    @Test
    void aClientThatIsGoneIsNotAnswered() {
        exchange.clientGone = true;
        run((environ, start) -> {
            start.start("200 OK", NONE);
            return List.of(bytes("a"));
        });
        assertThat(exchange.aborted).isTrue();
    }

    @Test
    void anErrorWhileAnErrorIsAnsweredEndsTheExchangeToo() {
        exchange.sendError = new OutOfMemoryError("the second");
        run((environ, start) -> {
            throw new StackOverflowError("the first");
        });
        assertThat(exchange.aborted).isTrue();
    }

    @Test
    void startAndWriteAreOverWithTheRequest() throws Exception {
        AtomicReference<StartResponse> kept = new AtomicReference<>();
        run((environ, start) -> {
            kept.set(start);
            start.start("200 OK", NONE);
            return List.of();
        });
        assertThatThrownBy(() -> kept.get().start("200 OK", NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after the end");
    }

    @Test
    void closeIsCalledOnceEvenWhenItThrows() {
        List<String> calls = new ArrayList<>();
        class Body extends ArrayList<byte[]> implements AutoCloseable {
            private static final long serialVersionUID = 1L;

            @Override
            public void close() {
                calls.add("closed after " + exchange.sent);
                throw new IllegalStateException("close fails");
            }
        }
        run((environ, start) -> {
            start.start("200 OK", NONE);
            Body body = new Body();
            body.add(bytes("a"));
            return body;
        });
        assertThat(calls).containsExactly("closed after [a]");
        assertThat(exchange.response.status()).isEqualTo(200);
    }
}
