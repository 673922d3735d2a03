// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** A WAR of Spring Boot. */
@org.jspecify.annotations.NullMarked
package com.acme.spring;
