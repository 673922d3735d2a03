/** What a training of the AOT cache has beside the worker itself: somebody who asks, and an application that answers. */
@NullMarked
package spawning.server.training;

import org.jspecify.annotations.NullMarked;
