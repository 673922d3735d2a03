// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.RequestUrl;
import spawning.wsgi.StartResponse;

/**
 * A chat by long polling and a clock by server-sent events, in plain code that blocks: with {@code --threads=0} a request
 * that waits costs a few kilobytes and no thread of the operating system.
 */
public final class Comet implements Application {
    /** Shorter than proxies are patient, and much shorter than {@code --deadman}: a reload waits for open polls. */
    private static final Duration POLL = seconds("COMET_POLL_SECONDS", 25);

    /** Streams end by themselves as well, for the same reason; the browser connects again after {@code retry:}. */
    private static final Duration STREAM = seconds("COMET_STREAM_SECONDS", 90);

    private static final int KEPT = 100;
    private static final int LARGEST_SAY = 8_000;

    private record Message(long id, String name, String text) {
        String json() {
            return "{\"id\": %d, \"name\": %s, \"text\": %s}".formatted(id, quoted(name), quoted(text));
        }
    }

    // A ReentrantLock and its Condition; whoever waits on the condition does not hold the lock.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somebodySpoke = lock.newCondition();
    private final Deque<Message> messages = new ArrayDeque<>();
    private int waiting;

    /** Numbers begin at the time of day, so that after a reload they still rise for clients that ask for newer ones. */
    private long lastId = System.currentTimeMillis();

    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        String method = (String) environ.get("REQUEST_METHOD");
        String path = RequestUrl.path(environ); // PATH_INFO holds bytes
        boolean reads =
                method.equals("GET") || method.equals("HEAD"); // of whose answer the server sends the header alone
        return switch (path) {
            case "/" -> reads ? answer(start, "200 OK", "text/html", PAGE) : notAllowed(start, "GET, HEAD");
            case "/poll" -> reads ? poll(environ, start) : notAllowed(start, "GET, HEAD");
            case "/events" -> reads ? events(start) : notAllowed(start, "GET, HEAD");
            case "/say" -> method.equals("POST") ? say(environ, start) : notAllowed(start, "POST");
            default -> answer(start, "404 Not Found", "text/plain", "There is no " + path + " here.\n");
        };
    }

    /** Answers as soon as there is a message after number {@code since}; 204 when there was none for a while. */
    private Iterable<byte[]> poll(Map<String, Object> environ, StartResponse start) throws InterruptedException {
        long since;
        try {
            since = Long.parseLong(parameter((String) environ.get("QUERY_STRING"), "since"));
        } catch (NumberFormatException e) {
            return answer(start, "400 Bad Request", "text/plain", "?since= wants a number; 0 is the beginning.\n");
        }
        List<Message> news = awaitAfter(since);
        if (news.isEmpty()) {
            start.start("204 No Content", List.of(new Header("Cache-Control", "no-store")));
            return List.of();
        }
        String json = news.stream().map(Message::json).collect(Collectors.joining(",\n ", "[", "]\n"));
        return answer(start, "200 OK", "application/json", json);
    }

    private List<Message> awaitAfter(long since) throws InterruptedException {
        long patience = POLL.toNanos();
        lock.lock();
        try {
            waiting++;
            while ((messages.isEmpty() || lastId <= since) && patience > 0) {
                patience = somebodySpoke.awaitNanos(patience);
            }
            return messages.stream().filter(message -> message.id() > since).toList();
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Takes a form: {@code name=Ada&text=Hello}. */
    private Iterable<byte[]> say(Map<String, Object> environ, StartResponse start) throws IOException {
        // Browsers say where a request comes from: other sites' pages must not speak for whoever visits them.
        if (!List.of("same-origin", "none").contains(environ.getOrDefault("HTTP_SEC_FETCH_SITE", "none"))) {
            return answer(start, "403 Forbidden", "text/plain", "Not from another site's page.\n");
        }
        byte[] body = ((InputStream) environ.get("wsgi.input")).readNBytes(LARGEST_SAY + 1);
        if (body.length > LARGEST_SAY) {
            return answer(start, "413 Content Too Large", "text/plain", LARGEST_SAY + " bytes at most.\n");
        }
        String form = new String(body, StandardCharsets.UTF_8);
        String text = parameter(form, "text").strip();
        if (text.isEmpty()) {
            return answer(start, "400 Bad Request", "text/plain", "text= wants something to say.\n");
        }
        add(parameter(form, "name").strip(), text);
        start.start("204 No Content", List.of());
        return List.of();
    }

    private void add(String name, String text) {
        lock.lock();
        try {
            messages.addLast(new Message(++lastId, name.isEmpty() ? "somebody" : name, text));
            if (messages.size() > KEPT) {
                messages.removeFirst();
            }
            somebodySpoke.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A stream: the server sends each element when it is produced, and the next one is produced when that was sent. */
    private Iterable<byte[]> events(StartResponse start) {
        start.start(
                "200 OK",
                List.of(
                        new Header("Content-Type", "text/event-stream"),
                        new Header("Cache-Control", "no-store"),
                        new Header("X-Accel-Buffering", "no"))); // an nginx in front must not collect them
        return Clock::new;
    }

    /** One event a second. Sleeps in {@link #next}, which is the request's own thread. */
    private final class Clock implements Iterator<byte[]> {
        private final Instant end = Instant.now().plus(STREAM);
        private String event = "retry: 1000\n\n"; // the first: how long a browser waits before it connects again

        @Override
        public boolean hasNext() {
            return Instant.now().isBefore(end);
        }

        @Override
        public byte[] next() {
            String now = event;
            if (now.isEmpty()) {
                sleepUntilFullSecond();
                now = "event: tick\ndata: {\"time\": \"%s\", \"waiting\": %d}\n\n"
                        .formatted(LocalTime.now().truncatedTo(ChronoUnit.SECONDS), waiting());
            }
            event = "";
            return now.getBytes(StandardCharsets.UTF_8);
        }

        private void sleepUntilFullSecond() {
            try {
                TimeUnit.MILLISECONDS.sleep(1_000 - System.currentTimeMillis() % 1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NoSuchElementException(e);
            }
        }
    }

    private int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** The value of a field of a query or a form; empty when there is none. */
    private static String parameter(String form, String name) {
        for (String pair : form.split("&")) {
            if (pair.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException malformedEscape) {
                    return "";
                }
            }
        }
        return "";
    }

    /** A text in JSON. A larger application would use a library, see the notes example. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static Duration seconds(String variable, long otherwise) {
        String value = System.getenv(variable);
        return Duration.ofSeconds(value == null ? otherwise : Long.parseLong(value));
    }

    private static List<byte[]> notAllowed(StartResponse start, String allowed) {
        String text = "Only " + allowed + ".\n";
        return answer(start, "405 Method Not Allowed", "text/plain", text, new Header("Allow", allowed));
    }

    private static List<byte[]> answer(
            StartResponse start, String status, String type, String text, Header... furtherHeaders) {
        List<Header> headers = new ArrayList<>(List.of(furtherHeaders));
        headers.add(new Header("Content-Type", type + "; charset=utf-8"));
        headers.add(new Header("Cache-Control", "no-store"));
        headers.add(new Header("X-Content-Type-Options", "nosniff"));
        start.start(status, headers);
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Comet</title>
            <link rel="icon" href="data:,">
            <style>
              :root { color-scheme: light dark; --back: light-dark(#f4f6f8, #14181d); --card: light-dark(#fff, #1e242b);
                --ink: light-dark(#1b2733, #e6ebf0); --soft: light-dark(#5a6875, #9fb0bf);
                --line: light-dark(#c9d1d9, #3b4651); --accent: light-dark(#0b6b57, #5fd3b5);
                --on-accent: light-dark(#fff, #0c1f1a); }
              * { box-sizing: border-box; }
              body { margin: 0 auto; padding: 1rem; max-width: 42rem; height: 100dvh; display: flex; flex-direction: column;
                gap: .75rem; font: 1rem/1.5 system-ui, sans-serif; background: var(--back); color: var(--ink); }
              header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; }
              h1 { margin: 0; font-size: 1.5rem; }
              #clock { font-variant-numeric: tabular-nums; color: var(--soft); }
              #log { flex: 1; overflow-y: auto; margin: 0; padding: 1rem; list-style: none; background: var(--card);
                border: 1px solid var(--line); border-radius: .75rem; }
              #log:empty::before { content: "Nobody has said anything yet. Open this page twice and begin."; color: var(--soft); }
              #log li { margin-bottom: .5rem; overflow-wrap: anywhere; }
              #log b { color: var(--accent); margin-right: .5rem; }
              form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
              label { display: grid; color: var(--soft); font-size: .875rem; }
              label:first-child { flex: 1 1 7rem; } label:nth-child(2) { flex: 4 1 12rem; }
              @media (max-width: 30rem) { label:first-child { flex-basis: 100%; } }
              input, button { font: inherit; font-size: 1rem; width: 100%; min-height: 2.75rem; padding: .25rem .75rem;
                color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: .5rem; }
              button { flex: 0 1 5rem; width: auto; font-weight: 600; color: var(--on-accent); background: var(--accent);
                border-color: var(--accent); cursor: pointer; }
              :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
              #problem { margin: 0; color: var(--soft); font-size: .875rem; }
            </style>
            <header><h1>Comet</h1><span id="clock">--:--:--</span></header>
            <ul id="log" role="log" tabindex="0" aria-label="What was said"></ul>
            <form>
              <label>Your name <input name="name" maxlength="40" autocomplete="nickname"></label>
              <label>Your words <input name="text" maxlength="1000" autocomplete="off" required></label>
              <button>Say</button>
            </form>
            <p id="problem" role="status"></p>
            <script>
              const [log, form, clock, problem] = ['#log', 'form', '#clock', '#problem'].map(s => document.querySelector(s))
              const pause = ms => new Promise(done => setTimeout(done, ms))

              function show(message) {
                const line = document.createElement('li'), name = document.createElement('b')
                name.textContent = message.name       // textContent: what people write is never taken for HTML
                line.append(name, message.text)
                log.append(line)
                log.scrollTop = log.scrollHeight
              }

              async function poll() {
                for (let since = 0; ;) {
                  try {
                    const answer = await fetch(`/poll?since=${since}`)
                    if (answer.status === 200) for (const message of await answer.json()) {
                      since = message.id
                      show(message)
                    } else if (answer.status !== 204) throw new Error(answer.status)
                    problem.textContent = ''
                  } catch {
                    problem.textContent = 'No connection; trying again every two seconds.'
                    await pause(2000)
                  }
                }
              }

              form.onsubmit = async event => {
                event.preventDefault()
                try {
                  const answer = await fetch('/say', { method: 'POST', body: new URLSearchParams(new FormData(form)) })
                  if (!answer.ok) throw new Error(await answer.text())
                  form.text.value = ''
                } catch (e) {
                  problem.textContent = `That was not said: ${e.message}`
                }
                form.text.focus()
              }

              new EventSource('/events').addEventListener('tick', event => { // connects again by itself
                const tick = JSON.parse(event.data)
                clock.textContent = `${tick.time}, open polls: ${tick.waiting}`
              })
              poll()
            </script>
            </html>
            """;
}
