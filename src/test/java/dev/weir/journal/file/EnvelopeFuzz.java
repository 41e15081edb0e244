package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.event.Envelope;
import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.Envelopes;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as an envelope of any layout: they are none, or what they say can be written and read again. */
final class EnvelopeFuzz {

    static Stream<byte[]> samples() {
        return Stream.of(Envelopes.numbered(1), Envelopes.withBody("{\"né\":1}"))
                .map(envelope -> {
                    ByteBuffer bytes = ByteBuffer.allocate(1 + EnvelopeCodec.bytesOf(envelope));
                    bytes.put(EnvelopeCodec.VERSION);
                    EnvelopeCodec.encode(envelope, bytes);
                    return bytes.array();
                });
    }

    @MethodSource("samples")
    @FuzzTest
    void envelopeIsRefusedOrReadAsItIsWritten(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        Envelope read;
        try {
            read = EnvelopeCodec.decode(bytes[0], ByteBuffer.wrap(Arrays.copyOfRange(bytes, 1, bytes.length)));
        } catch (IllegalArgumentException | BufferUnderflowException refused) {
            return;
        }
        ByteBuffer anew = ByteBuffer.allocate(EnvelopeCodec.bytesOf(read));
        EnvelopeCodec.encode(read, anew);
        assertThat(anew.hasRemaining()).isFalse();
        assertThat(Envelopes.same(EnvelopeCodec.decode(EnvelopeCodec.VERSION, anew.flip()), read))
                .isTrue();
        Kept back = EntryText.parse(EntryText.of(new Kept(7, 8, read)));
        assertThat(Envelopes.same(back.envelope(), read)).isTrue();
    }
}
