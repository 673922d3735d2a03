/** The AOT cache of the workers: what it is named by, where it is kept, and how it is trained. */
@NullMarked
package spawning.controller.aot;

import org.jspecify.annotations.NullMarked;
