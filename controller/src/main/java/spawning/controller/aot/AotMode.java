// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

/** Whether workers boot from an AOT cache. */
public enum AotMode {
    /** Where there is one; where there is none, one is trained while the service runs. */
    AUTO,
    /** Never. */
    OFF,
    /** Always: where none can be had, nothing is served. */
    REQUIRE
}
