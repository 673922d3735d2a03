// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

/** A class of the application's own under a name that a library of the server's has, too. */
public class Foreign {
    public static final String OWNER = "the shop";
}
