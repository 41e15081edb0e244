package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.journal.Envelopes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvelopeCodecTest {

    @Property(tries = 500)
    void whatIsEncodedIsDecoded(@ForAll("envelopes") Envelope envelope) {
        assertThat(Envelopes.same(decoded(envelope), envelope)).isTrue();
    }

    @Property(tries = 500)
    void theSizeIsKnownBeforehand(@ForAll("anyText") String text) {
        Envelope envelope = withDevice(text);
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        EnvelopeCodec.encode(envelope, buffer);
        assertThat(EnvelopeCodec.bytesOf(envelope)).isEqualTo(buffer.position());
    }

    @Property(tries = 500)
    void textIsWrittenAsTheJdkWritesIt(@ForAll("anyText") String text) {
        String asUtf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(decoded(withDevice(text)).deviceId()).isEqualTo(asUtf8);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsKept(EventType type) {
        Envelope envelope = new Envelope(
                "d",
                "s",
                type,
                null,
                null,
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                Beacon.withoutBody("GET", "/", ""));
        assertThat(decoded(envelope).type()).isEqualTo(type);
    }

    @Test
    void everyTruncationIsRefused() {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        EnvelopeCodec.encode(Envelopes.numbered(1), buffer);
        for (int length = 0; length < buffer.position(); length++) {
            ByteBuffer cut = ByteBuffer.wrap(buffer.array(), 0, length);
            assertThatThrownBy(() -> EnvelopeCodec.decode(EnvelopeCodec.VERSION, cut))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void anotherLayoutIsRefused() {
        assertThatThrownBy(() -> EnvelopeCodec.decode((byte) 9, ByteBuffer.allocate(10)))
                .hasMessage("envelope of layout 9 (expected: 1)");
    }

    @Provide
    Arbitrary<Envelope> envelopes() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(40).filter(EnvelopeCodecTest::isWellFormed);
        Arbitrary<byte[]> bodies = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<Beacon> beacons = Combinators.combine(
                        texts, texts, texts, Arbitraries.of(Beacon.BodyKind.class), bodies)
                .as(Beacon::new);
        Arbitrary<Envelope.Client> clients = Combinators.combine(
                        texts.injectNull(0.3), texts.injectNull(0.3), texts.injectNull(0.3))
                .as(Envelope.Client::new);
        Arbitrary<String> nullable = texts.injectNull(0.3);
        return Combinators.combine(
                        texts,
                        Arbitraries.of(EventType.class),
                        nullable,
                        nullable,
                        nullable,
                        Arbitraries.of(true, false),
                        clients,
                        beacons)
                .as((text, type, did, sid, clientSid, known, client, beacon) -> new Envelope(
                        text,
                        text,
                        type,
                        did,
                        sid,
                        clientSid,
                        known ? Envelope.Notes.AUTHENTICATED : Envelope.Notes.NONE,
                        client,
                        beacon));
    }

    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.strings()
                .withChars('a', '\u00e9', '\u4f60', '\ud83d', '\uded2', '\ufffd')
                .ofMaxLength(20);
    }

    private static Envelope decoded(Envelope envelope) {
        ByteBuffer buffer = ByteBuffer.allocate(20_000);
        EnvelopeCodec.encode(envelope, buffer);
        return EnvelopeCodec.decode(EnvelopeCodec.VERSION, buffer.flip());
    }

    private static Envelope withDevice(String device) {
        return new Envelope(
                "d",
                "s",
                EventType.VIEW,
                device,
                null,
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                Beacon.withoutBody("GET", "/", ""));
    }

    private static boolean isWellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
    }
}
