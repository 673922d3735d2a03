// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

/** A class that the shop needs only when asked for it. */
public class Lazy {
    static String version() {
        return "lazy-@VERSION@";
    }
}
