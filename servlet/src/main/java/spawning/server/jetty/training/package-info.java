/** An application for trainings of the AOT cache. */
@NullMarked
package spawning.server.jetty.training;

import org.jspecify.annotations.NullMarked;
