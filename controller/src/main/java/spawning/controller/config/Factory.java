// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.List;
import spawning.controller.config.ApplicationReference.Member;
import spawning.controller.config.ApplicationReference.SourceFile;
import spawning.controller.config.ApplicationReference.WebArchive;

/** How an application is found. Each method throws IllegalArgumentException with the text of the problem. */
final class Factory {
    static final String WSGI = "wsgi";
    static final String SERVLET = "servlet";
    static final String WAR = "war";

    private Factory() {}

    /** A name that this release knows. */
    static String parse(String text) {
        return switch (text) {
            case WSGI, SERVLET, WAR -> text;
            case "paste" ->
                throw new IllegalArgumentException(
                        "the factory paste is not in this release; use wsgi, servlet or war");
            default ->
                throw new IllegalArgumentException(
                        "\"" + text + "\" is no factory; this release has wsgi, servlet and war");
        };
    }

    /** Whether it is one of web applications. */
    static boolean web(String factory) {
        return !factory.equals(WSGI);
    }

    /** The factory of an application when none is named. */
    static String byShape(ApplicationReference application) {
        return switch (application) {
            case WebArchive archive -> WAR;
            case Member member -> WSGI;
            case SourceFile source -> WSGI;
        };
    }

    /** The factory must take this kind of application. */
    static void mustFit(String factory, ApplicationReference application) {
        boolean archive = application instanceof WebArchive;
        String text = application.text();
        if (factory.equals(WAR) && !archive) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no WAR; give a file named *.war, or a folder with WEB-INF");
        }
        if (!factory.equals(WAR) && archive) {
            throw new IllegalArgumentException("\"" + text + "\" is a WAR; use --factory war, or leave the option out");
        }
        if (factory.equals(SERVLET)
                && !(application instanceof Member member && member.member().isEmpty())) {
            throw new IllegalArgumentException("\"" + text + "\" is no class; a servlet is named by its class, such as"
                    + " com.acme.MyServlet, and compiled beforehand");
        }
    }

    /** What is compiled from a tree of sources is found by its class. */
    static void mustBeClass(ApplicationReference application) {
        if (!(application instanceof Member)) {
            throw new IllegalArgumentException(
                    "\"" + application.text() + "\" is no class; with --source, name the class"
                            + " to be found in the sources, such as com.acme.Shop");
        }
    }

    /** Only WSGI-style applications have middlewares. */
    static void mustHaveNone(String factory, List<String> middlewares) {
        if (web(factory) && !middlewares.isEmpty()) {
            throw new IllegalArgumentException("middlewares are for WSGI-style applications; a web application has"
                    + " filters, by @WebFilter or in its web.xml");
        }
    }

    /** Whoever names users wants the application protected, so it must not be taken in silence. */
    static void mustHaveLogins(String factory) {
        if (!web(factory)) {
            throw new IllegalArgumentException(
                    "users are for servlets and WAR files; a WSGI-style application asks for passwords itself");
        }
    }

    /** Empty, or a path such as {@code /shop}. */
    static String contextPath(String text) {
        if (text.isEmpty() || text.equals("/")) {
            return "";
        }
        if (!text.matches("(/[A-Za-z0-9._~-]+)+") || text.matches(".*/[.][.]?(/.*)?")) {
            throw new IllegalArgumentException("\"" + text + "\" is no context path; write / or a path such as /shop,"
                    + " of letters, digits, dots, dashes and slashes, without a slash at the end");
        }
        return text;
    }
}
