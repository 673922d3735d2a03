// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

import com.sun.management.ThreadMXBean;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** The workloads as a servlet. It stands alone, for Spawning is given this one class. */
public final class BenchServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TEN_KB = "x".repeat(10240).getBytes(StandardCharsets.US_ASCII);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = body(request.getPathInfo());
        response.setContentType("text/plain");
        response.getOutputStream().write(body);
    }

    private static byte[] body(String path) throws IOException {
        return switch (path) {
            case "/10k" -> TEN_KB;
            case "/allocated" -> allocated();
            case "/block" -> afterFiveMillis();
            default -> HELLO;
        };
    }

    private static byte[] afterFiveMillis() throws IOException {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return HELLO;
    }

    private static byte[] allocated() {
        long bytes = ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
        return (ProcessHandle.current().pid() + " " + bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
