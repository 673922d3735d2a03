// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A part of a file that stays open: Netty's own closes it once it is sent. */
final class FilePiece extends DefaultFileRegion {
    FilePiece(FileChannel file, long position, long count) {
        super(file, position, count);
    }

    @Override
    protected void deallocate() {} // the file is the body's
}
