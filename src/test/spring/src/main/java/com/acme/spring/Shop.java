// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme.spring;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;

/** An application of Spring Boot as a WAR file, as Spring's manual has it. */
@SpringBootApplication
public class Shop extends SpringBootServletInitializer {
    @Override
    protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
        return builder.sources(Shop.class);
    }
}
