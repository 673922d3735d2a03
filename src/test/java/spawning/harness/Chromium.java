// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The system's Chromium without a window. To be used by one thread, as Playwright demands. */
public final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    public Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setChromiumSandbox(false));
    }

    /** A fresh profile with one page, not yet anywhere. */
    public Visit visit(ColorScheme scheme, int width, int height) {
        return new Visit(browser.newContext(new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setTimezoneId("Europe/Berlin")
                .setViewportSize(width, height)));
    }

    /** The same, for somebody who lets no page run a script. */
    public Visit visitWithoutScript() {
        return new Visit(browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false)));
    }

    @Override
    public void close() {
        try (playwright) {
            browser.close();
        }
    }

    /** One page, and what went wrong on it. */
    public static final class Visit implements AutoCloseable {
        private final BrowserContext context;
        private final Page page;
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        private final List<String> requested = new CopyOnWriteArrayList<>();

        private Visit(BrowserContext context) {
            this.context = context;
            context.addInitScript("addEventListener('securitypolicyviolation',"
                    + " event => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))");
            page = context.newPage();
            page.onConsoleMessage(this::listen);
            page.onPageError(complaints::add);
            page.onRequest(request -> requested.add(request.url()));
            page.onDialog(dialog -> {
                complaints.add("dialog: " + dialog.message());
                dialog.dismiss();
            });
        }

        private void listen(ConsoleMessage message) {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        }

        public Page page() {
            return page;
        }

        /** Errors and warnings of the console, exceptions, dialogs and violations of the policy. */
        public List<String> complaints() {
            return List.copyOf(complaints);
        }

        /** Origins other than this that something was asked from. */
        public List<String> strangers(String origin) {
            return requested.stream()
                    .filter(url -> !url.startsWith("data:") && !url.startsWith(origin + "/"))
                    .map(url -> URI.create(url).getAuthority())
                    .distinct()
                    .toList();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
