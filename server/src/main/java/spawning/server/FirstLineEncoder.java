// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the encoder that does the work when the first line is logged: reading the pattern and setting up dates takes 15 ms,
 * which no boot that logs nothing shall wait for. Used by one thread at a time, as appenders see to.
 */
final class FirstLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final Supplier<Encoder<ILoggingEvent>> maker;
    private @Nullable Encoder<ILoggingEvent> made;

    /** @param maker of a started encoder without header and footer; called once */
    FirstLineEncoder(Supplier<Encoder<ILoggingEvent>> maker) {
        this.maker = maker;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Encoder<ILoggingEvent> encoder = made;
        if (encoder == null) {
            encoder = maker.get();
            made = encoder;
        }
        return encoder.encode(event);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
