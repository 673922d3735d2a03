// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How the product is to be started. Made by {@link Products#product}. */
public final class ProductBuilder {
    /** The checkout or the distribution under test. */
    static final Path HOME = Path.of(System.getProperty("spawning.home", "../.."));

    /** Where src/test/make-caches keeps those of the server alone, from which most tests start. */
    private static final String AOT_CACHES =
            HOME.resolve("target/aot").toAbsolutePath().normalize().toString();

    /** Longer than any test: a training for each would take longer than the tests. */
    private static final String NO_TRAINING = "86400";

    private final Products owner;
    private Path stateFolder;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path workingFolder;
    private Launcher launcher = Launcher.directly();
    private List<String> application = List.of();
    private String accessLog = "/dev/null";
    private String port = "0";
    private Path program = HOME.resolve("bin/spawning").toAbsolutePath().normalize();

    ProductBuilder(Products owner, Path workingFolder, Path stateFolder) {
        this.owner = owner;
        this.workingFolder = workingFolder;
        this.stateFolder = stateFolder;
    }

    /** The application and its middlewares. */
    public ProductBuilder application(String... words) {
        application = List.of(words);
        return this;
    }

    /** Options, added to those given before. */
    public ProductBuilder options(String... words) {
        options.addAll(List.of(words));
        return this;
    }

    /** How many workers, and threads in each. */
    public ProductBuilder workers(int processes, int threads) {
        return options("-s", Integer.toString(processes), "-t", Integer.toString(threads));
    }

    /** Logs requests to stdout instead of nowhere. */
    public ProductBuilder withAccessLog() {
        accessLog = "-";
        return this;
    }

    /** Logs requests to a file. */
    public ProductBuilder accessLog(Path file) {
        accessLog = file.toString();
        return this;
    }

    /** Leaves the listeners to the options; otherwise a free port of 127.0.0.1 is taken. */
    public ProductBuilder withoutPort() {
        port = "";
        return this;
    }

    /** Adds a variable to the product's environment. */
    public ProductBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Uses the state folder of a product that was started before, and must leave nothing of that one's either. */
    public ProductBuilder sharingStateWith(Product before) {
        stateFolder = before.stateFolder();
        return this;
    }

    /** Has AOT caches in the test's own folder, which are trained at once. */
    public ProductBuilder withAotCaches() {
        return options(
                "--aot-delay",
                "0",
                "--aot-folder",
                owner.folder().resolve("aot").toString());
    }

    /** Where the product is started; the test's own folder otherwise. */
    public ProductBuilder in(Path folder) {
        workingFolder = folder;
        return this;
    }

    /**
     * Starts it as a user without privileges, who owns the state folder and may look into the test's folder. It has no AOT
     * caches, for they are ours.
     */
    public ProductBuilder unprivileged() {
        environment("SPAWNING_AOT", "off");
        try {
            Files.setPosixFilePermissions(owner.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
            if (Proc.SELF.userId() == 0) {
                for (Path own : List.of(stateFolder, owner.folder("lasting"))) {
                    Files.setAttribute(own, "unix:uid", Launcher.NOBODY);
                    Files.setAttribute(own, "unix:gid", Launcher.NOBODY);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("cannot let another user into " + owner.folder(), e);
        }
        return launched(Launcher.unprivileged());
    }

    /** From what it is started. */
    public ProductBuilder launched(Launcher by) {
        launcher = by;
        return this;
    }

    /** Another program in the product's place, for tests of the harness. */
    ProductBuilder program(Path other) {
        program = other;
        return this;
    }

    /** Starts it and returns when the first generation serves completely. */
    public Product start() {
        Product product = launch();
        product.log().await(LogLines.serves(1), Await.SOON);
        return product;
    }

    /** Starts it and returns at once. */
    public Product launch() {
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(launcher.command(command())).directory(workingFolder.toFile());
        builder.environment().remove("CLASSPATH");
        builder.environment().remove("RUNTIME_DIRECTORY");
        builder.environment().put("XDG_RUNTIME_DIR", stateFolder.toString());
        builder.environment().remove("STATE_DIRECTORY");
        builder.environment().put("XDG_STATE_HOME", owner.folder("lasting").toString());
        builder.environment().put("SPAWNING_AOT_FOLDER", AOT_CACHES);
        builder.environment().put("SPAWNING_AOT_DELAY", NO_TRAINING);
        builder.environment().put(Product.MARK, mark);
        builder.environment().putAll(environment);
        try {
            return owner.own(new Product(builder.start(), Product.MARK + "=" + mark, stateFolder));
        } catch (IOException e) {
            throw new AssertionError("cannot start " + builder.command(), e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        if (!port.isEmpty()) {
            command.addAll(List.of("-p", port));
        }
        command.addAll(List.of("-l", accessLog));
        command.addAll(options);
        command.addAll(application);
        return command;
    }
}
