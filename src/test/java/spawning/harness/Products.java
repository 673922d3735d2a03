// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts products for a test, and after it ends them, asserts that they left nothing behind, and shows their logs when
 * the test failed. Registered in a test class with {@code @RegisterExtension}.
 */
public final class Products implements BeforeEachCallback, AfterEachCallback {
    private final Deque<Product> started = new ArrayDeque<>();
    private Path folder = Path.of("");
    private int count;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("spawning-it").toRealPath();
    }

    /** A folder of this test's own, removed after it. */
    public Path folder() {
        return folder;
    }

    /** A folder below {@link #folder}, made when it does not exist. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError("cannot make folder " + name, e);
        }
    }

    /** A product to be started. */
    public ProductBuilder product() {
        return new ProductBuilder(this, folder, folder("state-" + (++count)));
    }

    Product own(Product product) {
        started.push(product);
        return product;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        boolean failed = context.getExecutionException().isPresent();
        AssertionError first = null;
        while (!started.isEmpty()) {
            Product product = started.pop();
            try {
                product.end();
            } catch (AssertionError e) {
                first = suppressed(first, e);
            }
            if (failed) {
                System.out.println(context.getDisplayName() + " failed: " + product.log());
            }
        }
        TestApplications.removeAll(folder);
        if (first != null) {
            throw first;
        }
    }

    private static AssertionError suppressed(@Nullable AssertionError first, AssertionError next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
