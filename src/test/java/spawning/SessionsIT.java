// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Database;
import spawning.harness.Launcher;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.SmallDisk;
import spawning.harness.TestApplications;
import spawning.harness.Visitor;

/** Sessions of servlets, kept by several workers and over reloads. */
class SessionsIT {
    private static final int INCREMENTS = Scale.of(2_000);
    private static final int RELOADS = Scale.of(10);
    private static final int KILLS = Scale.of(20);

    /** Each reload starts all of them anew, which is what this class takes its time for. */
    private static final int WORKERS = Scale.of(4, 2);

    /** What a reload does to sessions is the same for all stores; the exact count across processes needs none. */
    private static final int RELOADS_WITH_A_DATABASE = Scale.of(5, 0);

    /** Between two requests of one client, lest eight of them take the processors from the workers that start. */
    private static final Duration THINKING = Duration.ofMillis(10);

    private static final int CLIENTS = 8;
    private static final int SESSIONS = Scale.of(200, 50);

    @RegisterExtension
    final Products products = new Products();

    private final ExecutorService users = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void usersGoHome() throws InterruptedException {
        users.shutdownNow();
        assertThat(users.awaitTermination(70, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES) // a long run starts 44 workers
    void noIncrementOfOneSessionIsLostAcrossWorkersAndReloads() throws Exception {
        Product product = servlet().workers(WORKERS, 4).start();
        sessionsAtOnceAreNeitherLostNorMixed(product);
        noIncrementIsLost(product, RELOADS);
    }

    @Test
    @LongRun
    void noIncrementIsLostInADatabaseEither() throws Exception {
        try (Database database = Database.in(products.folder("database"))) {
            database.start();
            Product product = servlet()
                    .workers(2, 4)
                    .environment("SPAWNING_SESSIONS", database.address())
                    .start();
            noIncrementIsLost(product, RELOADS_WITH_A_DATABASE);
        }
    }

    private void noIncrementIsLost(Product product, int reloads) throws Exception {
        Visitor first = Visitor.at(product.port());
        first.text("/new?who=me");
        first.reconnect();
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        List<Future<?>> clients = each(CLIENTS, _ -> {
            try (Visitor browser = first.again()) {
                while (!enough.get() || done.get() < INCREMENTS) {
                    browser.text("/increment");
                    done.incrementAndGet();
                    LockSupport.parkNanos(THINKING.toNanos());
                }
            }
            return true;
        });
        for (int generation = 2; generation < 2 + reloads; generation++) {
            product.reload(generation);
        }
        enough.set(true);
        await(clients);
        assertThat(first.text("/get")).startsWith("who=me count=" + done + " ");
        first.close();
        assertThat(done).hasValueGreaterThanOrEqualTo(INCREMENTS);
    }

    private void sessionsAtOnceAreNeitherLostNorMixed(Product product) throws Exception {
        await(each(SESSIONS, user -> {
            try (Visitor browser = Visitor.at(product.port())) {
                browser.text("/new?who=" + user);
                for (int count = 1; count <= 6; count++) {
                    assertThat(browser.text("/increment")).isEqualTo("" + count);
                    assertThat(browser.text("/get")).startsWith("who=" + user + " count=" + count + " ");
                }
                return browser.sessionId();
            }
        }));
    }

    @Test
    @LongRun
    @Timeout(value = 15, unit = TimeUnit.MINUTES) // so many kills are a panic, which puts each replacement off
    void aWorkerKilledWhileItWritesTearsNoSession() throws Exception {
        Product product = servlet().workers(2, 4).start();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger saved = new AtomicInteger();
        List<Visitor> writers =
                Stream.generate(() -> Visitor.at(product.port())).limit(CLIENTS).toList();
        for (Visitor writer : writers) {
            writer.text("/new");
        }
        List<Future<?>> writing = each(CLIENTS, user -> {
            for (int i = 0; !enough.get(); i++) {
                if (writers.get(user).succeeds("/fill?with=" + i % 100)) {
                    saved.incrementAndGet();
                    LockSupport.parkNanos(THINKING.toNanos());
                }
            }
            return true;
        });
        for (int i = 0; i < KILLS; i++) {
            int before = saved.get();
            Await.until("writes go on", Await.SOON, () -> saved.get() > before + 20);
            Signal.KILL.to(product.workerPids().iterator().next());
            int ready = 2 + i + 1;
            Await.until(
                    "its replacement is ready",
                    Await.SOON,
                    () -> product.log().all(LogLines.ready(1)).size() == ready);
        }
        enough.set(true);
        await(writing);
        for (Visitor writer : writers) {
            Await.until("a worker answers", Await.SOON, () -> writer.succeeds("/check"));
            assertThat(writer.text("/check")).isEqualTo("whole");
            writer.close();
        }
        assertThat(product.log().has(LogLines.SESSION_DROPPED)).isFalse();
    }

    @Test
    void aSessionLivesAndEndsInAllWorkers() throws Exception {
        Path root = products.folder("root");
        Path inf = Files.createDirectories(root.resolve("WEB-INF"));
        Files.writeString(inf.resolve("web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
                  <servlet><servlet-name>s</servlet-name><servlet-class>com.acme.SessionServlet</servlet-class></servlet>
                  <servlet-mapping><servlet-name>s</servlet-name><url-pattern>/*</url-pattern></servlet-mapping>
                  <session-config><session-timeout>7</session-timeout><cookie-config><name>SHOP</name></cookie-config></session-config>
                </web-app>
                """);
        TestApplications.sessions(inf.resolve("classes"), "v1", 1);
        Product product = products.product()
                .workers(2, 2)
                .options("--context-path", "/shop")
                .application(root.toString())
                .start();
        try (Visitor user = Visitor.at(product.port())) {
            Response response = user.get("/shop/new?who=me");
            String id = user.sessionId();
            assertThat(id).matches("[A-Za-z0-9]{20,}").doesNotStartWith("node");
            assertThat(response.value("Set-Cookie").split("; "))
                    .containsExactlyInAnyOrder("SHOP=" + id, "Path=/shop", "HttpOnly", "SameSite=Lax");
            assertThat(user.text("/shop/idle")).isEqualTo("420");
            assertThat(inEachWorker(product, user, "/shop/get")).allMatch(text -> text.startsWith("who=me"));

            String old = user.cookie();
            String renamed = user.text("/shop/rename");
            assertThat(user.sessionId()).isEqualTo(renamed).isNotEqualTo(id);
            assertThat(inEachWorker(product, user, "/shop/get")).allMatch(text -> text.startsWith("who=me"));
            Visitor thief = Visitor.at(product.port());
            thief.cookie(old);
            assertThat(thief.text("/shop/get")).isEqualTo("none");
            thief.close();

            assertThat(user.text("/shop/logout")).isEqualTo("out");
            assertThat(inEachWorker(product, user.again(), "/shop/get")).containsOnly("none");
            List<String> heard = product.log().all(LogLines.SESSION_EVENT).stream()
                    .map(found -> found.group("what"))
                    .toList();
            assertThat(heard)
                    .containsExactly(
                            "created " + id,
                            "added who to " + id,
                            "changed " + id + " to " + renamed,
                            "destroyed " + renamed);

            user.text("/shop/new?who=idler");
            Path file = sessionFile();
            assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(8))));
            assertThat(user.text("/shop/get")).as("after eight minutes").isEqualTo("none");
        }
    }

    /** The answers that come from two workers at least, by new connections. */
    private static List<String> inEachWorker(Product product, Visitor user, String target) throws IOException {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 2 * product.workers().size(); i++) {
            user.reconnect();
            answers.add(user.text(target));
        }
        user.reconnect();
        return answers;
    }

    private Path sessionFile() throws IOException {
        try (Stream<Path> files = Files.walk(products.folder("lasting"))) {
            return files.filter(file -> file.toString().endsWith(".session"))
                    .reduce((one, other) -> {
                        throw new AssertionError(one + " and " + other);
                    })
                    .orElseThrow();
        }
    }

    @LongRun
    @Test
    void objectsOfTheApplicationBecomeThoseOfTheNewClassesWhereTheseCanReadThem() throws Exception {
        Path classes = products.folder("classes");
        TestApplications.sessions(classes, "v1", 1);
        Product product = servlet(classes).workers(1, 0).start();
        try (Visitor user = Visitor.at(product.port())) {
            user.text("/new?who=me");
            assertThat(user.text("/put")).startsWith("things=3 version=v1");
            TestApplications.sessions(classes, "v2", 1);
            user.reconnect();
            product.reload(2);
            product.awaitOnly(1, 2);
            assertThat(user.text("/basket")).isEqualTo("things=3 version=v2 awake=true");
            TestApplications.sessions(classes, "v3", 2);
            user.reconnect();
            product.reload(3);
            product.awaitOnly(1, 3);
            assertThat(user.text("/get")).isEqualTo("none");
            product.log().await(LogLines.SESSION_PASSED_OVER, Await.SOON);
            user.reconnect();
            TestApplications.sessions(classes, "v2", 1);
            product.reload(4);
            product.awaitOnly(1, 4);
            assertThat(user.text("/basket")).as("after going back").isEqualTo("things=3 version=v2 awake=true");
            user.text("/logout");
            user.text("/new?who=you");
            assertThat(user.text("/increment")).isEqualTo("1");
            Files.write(sessionFile(), new byte[100]);
            assertThat(user.text("/get")).as("after its file was overwritten").isEqualTo("none");
            product.log().await(LogLines.SESSION_DROPPED, Await.SOON);
            assertThat(user.text("/thread")).isEqualTo("true 1");
        }
        assertThat(product.stop()).isZero();
        assertThat(sessionFile()).as("kept for the next start").isNotEmptyFile();
    }

    @LongRun
    @Test
    void aRequestWaitsForAnotherOfItsSessionAsLongAsItMayOrNotAtAll() throws Exception {
        Path config = Files.writeString(products.folder().resolve("c.conf"), "session-lock = 1\n");
        Product product =
                servlet().workers(1, 0).options("--config", config.toString()).start();
        Visitor user = Visitor.at(product.port());
        user.text("/new?who=me");
        Path open = products.folder().resolve("open");
        Future<?> holder = hold(user.again(), open);
        Response busy = user.get("/increment");
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.value("Retry-After")).isEqualTo("1");
        assertThat(Visitor.at(product.port()).text("/plain")).startsWith("plain");
        Future<?> waiting = users.submit(() -> user.again().text("/thread"));
        Files.createFile(open);
        holder.get(60, TimeUnit.SECONDS);
        assertThat(waiting.get(60, TimeUnit.SECONDS)).as("count after both").isEqualTo("true 2");

        Files.writeString(config, "session-lock = none\n");
        user.reconnect();
        product.reload(2);
        product.awaitOnly(1, 2);
        Path later = products.folder().resolve("later");
        Future<?> slow = hold(user.again(), later);
        assertThat(user.text("/increment")).isEqualTo("3");
        assertThat(user.text("/increment")).isEqualTo("4");
        Files.createFile(later);
        slow.get(60, TimeUnit.SECONDS);
        assertThat(user.text("/get")).as("the last writer wins").startsWith("who=me count=3 ");
        user.close();
    }

    /** Begins a request that has its session until the file is made. */
    private Future<?> hold(Visitor user, Path file) {
        Future<?> held = users.submit(() -> user.text("/hold?file=" + file));
        Path sign = file.resolveSibling(file.getFileName() + ".held");
        Await.until("the request has its session", Await.SOON, () -> Files.exists(sign));
        return held;
    }

    @Test
    void aDatabaseThatIsDownStopsOnlyRequestsWithASession() throws Exception {
        try (Database database = Database.in(products.folder("database"))) {
            Product product = servlet()
                    .workers(1, 2)
                    .environment("SPAWNING_SESSIONS", database.address() + "&password=hunter2")
                    .start();
            Visitor user = Visitor.at(product.port());
            outage(product, user);
            assertThat(product.log().all(LogLines.SESSIONS_DOWN)).hasSize(1);
            database.start();
            Await.until("sessions work", Await.SOON, () -> user.succeeds("/new?who=me"));
            assertThat(user.text("/increment")).isEqualTo("1");
            assertThat(user.text("/drivers")).isEqualTo("[] hidden");
            database.stop();
            outage(product, user);
            int said = product.log().all(LogLines.SESSIONS_UNREADABLE).size()
                    + product.log().all(LogLines.SESSIONS_UNSAVED).size();
            assertThat(said).as("lines of both outages, %s", product.log()).isBetween(1, 4);
            database.start();
            Await.until("the session is back", Await.SOON, () -> user.succeeds("/increment"));
            assertThat(user.text("/get")).startsWith("who=me count=2 ");
            assertThat(product.processes())
                    .noneMatch(process -> process.arguments().toString().contains("hunter2"));
            assertThat(product.log().lines()).noneMatch(line -> line.text().contains("hunter2"));
            user.close();
        }
    }

    private static void outage(Product product, Visitor user) throws IOException {
        try (Visitor stranger = Visitor.at(product.port());
                Visitor newcomer = Visitor.at(product.port())) {
            for (int i = 0; i < 30; i++) {
                assertThat(stranger.get("/plain").status()).isEqualTo(200);
                Response refused = newcomer.get("/new?who=you");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.value("Retry-After")).isEqualTo("1");
                assertThat(newcomer.cookie()).isEmpty();
                if (!user.cookie().isEmpty()) {
                    assertThat(user.get("/get").status()).isEqualTo(503);
                }
            }
        }
    }

    @Test
    @LongRun
    void aFullFolderStopsOnlyRequestsThatWriteASession() throws Exception {
        Path folder = products.folder("kept");
        var disk = SmallDisk.at(folder);
        assumeTrue(disk.isPresent(), "no file system can be mounted here");
        try (SmallDisk small = disk.get()) {
            Product product =
                    servlet().workers(1, 2).options("--sessions", "file:kept").start();
            Visitor user = Visitor.at(product.port());
            user.text("/new?who=me");
            assertThat(user.text("/increment")).isEqualTo("1");
            small.fill();
            for (int i = 0; i < 30; i++) {
                Response refused = user.get("/increment");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.value("Retry-After")).isEqualTo("1");
                assertThat(user.text("/get")).startsWith("who=me count=1 ");
                assertThat(user.text("/plain")).startsWith("plain");
            }
            assertThat(product.log().all(LogLines.SESSIONS_UNSAVED))
                    .hasSize(1)
                    .allMatch(line -> line.group("why").contains("No space left on device"));
            small.free();
            assertThat(user.text("/increment")).isEqualTo("2");
            product.log().await(LogLines.SESSIONS_WORK, Await.SOON);
            user.close();
        }
    }

    @Test
    @LongRun
    void aFolderThatGoesAwayStopsOnlyRequestsWithASession() throws Exception {
        Path folder = products.folder("removed");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Product product =
                servlet().workers(1, 2).options("--sessions=file:" + folder).start();
        Visitor user = Visitor.at(product.port());
        user.text("/new?who=me");
        Visitor stranger = Visitor.at(product.port());
        Files.move(folder, products.folder().resolve("away"));
        for (int i = 0; i < 30; i++) {
            assertThat(user.get("/get").status()).isEqualTo(503);
            assertThat(stranger.text("/plain")).startsWith("plain");
        }
        stranger.close();
        assertThat(product.log().all(LogLines.SESSIONS_UNREADABLE)).hasSize(1);
        Files.move(products.folder().resolve("away"), folder);
        assertThat(user.text("/get")).startsWith("who=me");
        user.close();
    }

    @Test
    void aFolderThatWillNotDoIsSaidAtOnce() throws IOException {
        assumeTrue(Launcher.canBeUnprivileged(), "no setpriv (util-linux), and root may write everywhere");
        Path foreign = products.folder("foreign");
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("r-xr-xr-x"));
        Product product = servlet()
                .workers(2, 2)
                .unprivileged()
                .options("--sessions=file:" + foreign.resolve("below"))
                .launch();
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(2);
        assertThat(product.log().toString())
                .contains(
                        "--sessions: the session folder " + foreign.resolve("below") + " cannot be made",
                        "file:FOLDER");
        assertThat(product.log().has(LogLines.STARTING)).isFalse();
    }

    private ProductBuilder servlet() {
        return servlet(TestApplications.sessions(products.folder("classes"), "v1", 1));
    }

    private ProductBuilder servlet(Path classes) {
        return products.product()
                .options("--factory", "servlet", "--classpath", classes.toString())
                .application("com.acme.SessionServlet");
    }

    private interface User {
        Object act(int number) throws Exception;
    }

    private List<Future<?>> each(int count, User user) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Callable<Object> task = () -> user.act(number);
            all.add(users.submit(task));
        }
        return all;
    }

    private static void await(List<Future<?>> all) throws InterruptedException, ExecutionException, TimeoutException {
        for (Future<?> one : all) {
            one.get(Await.SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
