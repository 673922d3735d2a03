// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme.spring;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What applications do: JSON, a session, an upload; and the paths that the load of the tests asks for. */
@RestController
public class ShopController {
    private final ServletContext context;

    ShopController(ServletContext context) {
        this.context = context;
    }

    /** JSON by the application's own Jackson. */
    @GetMapping("/items/{name}")
    Map<String, Object> item(@PathVariable("name") String name) {
        return Map.of("name", name);
    }

    @GetMapping("/count")
    String count(HttpSession session) {
        Integer before = (Integer) session.getAttribute("count");
        int count = before == null ? 1 : before + 1;
        session.setAttribute("count", count);
        return "count " + count;
    }

    @PostMapping("/upload")
    String upload(@RequestParam("file") MultipartFile file) throws IOException {
        return file.getOriginalFilename() + " " + file.getBytes().length;
    }

    @GetMapping(value = "/echo", produces = MediaType.TEXT_PLAIN_VALUE)
    String echo(@RequestParam("n") String n) {
        return answer(n);
    }

    @GetMapping(value = "/fail", produces = MediaType.TEXT_PLAIN_VALUE)
    String fail(HttpServletRequest request) {
        throw new IllegalStateException("the secret of " + request.getRequestURI());
    }

    @PostMapping(value = "/length", produces = MediaType.TEXT_PLAIN_VALUE)
    String length(@RequestBody byte[] body) {
        return body.length + "";
    }

    private String answer(String n) {
        return "n=" + n + " version=spring slot=" + context.getAttribute("spawning.slot") + " generation="
                + context.getAttribute("spawning.generation") + " pid="
                + ProcessHandle.current().pid() + "\n";
    }
}
