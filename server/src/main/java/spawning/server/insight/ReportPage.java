// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Pages of JaCoCo's report, which a browser is to take no script, style or picture for from elsewhere. */
final class ReportPage {
    /** The only scripts that stand in the pages themselves; the browser runs what has the hash of one of them. */
    static final List<String> HANDLERS = List.of(
            "toggleSort(this)",
            "initialSort(['breadcrumb', 'coveragetable'])",
            "initialSort(['breadcrumb'])",
            "window['PR_TAB_WIDTH']=4;prettyPrint()");

    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'"
            + " 'unsafe-hashes' "
            + HANDLERS.stream().map(ReportPage::hash).collect(Collectors.joining(" "))
            + "; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    private ReportPage() {}

    /** The first page, whose links are relative to its folder, also when it is asked for without the slash at its end. */
    static Answer index(byte[] page) {
        String text =
                new String(page, StandardCharsets.UTF_8).replaceFirst("<head>", "<head><base href=\"/_coverage/\"/>");
        return html(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Another page, or what belongs to it.
     *
     * @param name as asked for, relative to the report; may be anything
     */
    static Answer of(Path report, String name) throws IOException {
        Path file = name.indexOf('\0') < 0
                ? report.resolve(name.replaceFirst("^/+", "")).normalize()
                : report;
        if (!file.startsWith(report) || !Files.isRegularFile(file)) {
            return Answer.plain(404, "Not Found", "The newest report has no such page; /_coverage makes a new one.");
        }
        byte[] body = Files.readAllBytes(file);
        String type = type(name);
        return type.startsWith("text/html") ? html(body) : Answer.ok(type, body);
    }

    private static Answer html(byte[] body) {
        return Answer.ok("text/html; charset=utf-8", body).with("Content-Security-Policy", POLICY);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "gif" -> "image/gif";
            default -> "application/octet-stream";
        };
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
