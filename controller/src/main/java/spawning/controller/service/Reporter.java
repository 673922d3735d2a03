// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

/** Somebody who started us and wants to know how it goes. Methods are called by one thread, in the order of events. */
public interface Reporter extends AutoCloseable {
    /** The first worker is ready; called once. */
    void ready();

    /** Another generation is being made and rolled out. */
    void reloading();

    /** That has ended, well or badly. */
    void reloaded();

    /** Everything is being stopped. */
    void stopping();

    /** How things stand, in a sentence. */
    void status(String sentence);

    /** The controller's loop moves; called several times a second at most, and not at all while it does not. */
    void alive();

    @Override
    void close();
}
