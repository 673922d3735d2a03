// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

/**
 * Somebody who started us and wants to know how it goes. Methods are called by one thread, in the order of events; each does
 * nothing unless somebody wants to know just that.
 */
public interface Reporter extends AutoCloseable {
    /** The first worker is ready; called once. */
    default void ready() {}

    /** Another generation is being made and rolled out. */
    default void reloading() {}

    /** That has ended, well or badly. */
    default void reloaded() {}

    /** Everything is being stopped. */
    default void stopping() {}

    /** How things stand, in a sentence. */
    default void status(String sentence) {}

    /** The controller's loop moves; called several times a second at most, and not at all while it does not. */
    default void alive() {}

    @Override
    default void close() {}
}
