// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The working copies at and below one folder, as they are now.
 *
 * @param revisions by the top folder of each: of the working copy itself, its submodules or externals
 * @param files which change whenever one of the revisions does; looking at them is cheap, asking the program is not
 */
record WorkingCopies(SortedMap<Path, Revision> revisions, List<Path> files) {}
