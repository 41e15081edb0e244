package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.Envelopes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCodecTest {

    private static final String THIRD_LAYOUT = """
            0000000c706572736f6e61636c69636b0000000673686f702d3700000004766965770000000764c3a9766963650000000773
            657373696f6effffffff010000000676656e646f72000000096e6f742d61736b6564000000056b65792d3100000007637261
            776c65720000000b323030313a6462383a3a31000000096167656e742fe4bda0ffffffff00000006656467652d31ffffffff
            00000004504f5354000000052f7075736800000003613d624a000000077b226e223a317d
            """;
    private static final String SECOND_LAYOUT = """
            0000000c706572736f6e61636c69636b0000000673686f702d3700000004766965770000000764c3a9766963650000000773
            657373696f6effffffff010000000676656e646f72000000096e6f742d61736b6564000000056b65792d310000000b323030
            313a6462383a3a31000000096167656e742fe4bda0ffffffff00000004504f5354000000052f7075736800000003613d624a
            000000077b226e223a317d
            """;
    private static final String FIRST_LAYOUT = """
            000000ad8eef933c00000000000000070000018bcfe568000101000000067061
            67656e740000000673686f702d370000000870757263686173650000000764c3
            a9766963650000000b73657373696f6ef09f9b92ffffffff010000000b323030
            313a6462383a3a31000000096167656e742fe4bda0ffffffff00000004504f53
            540000000f2f76312f636f6e76657273696f6e7300000009613d6226633d2532
            304a000000077b226e223a317d000000
            """;

    @Property(tries = 500)
    void whatIsEncodedIsDecoded(@ForAll("envelopes") Envelope envelope) {
        assertThat(Envelopes.same(decoded(envelope), envelope)).isTrue();
    }

    @Property(tries = 500)
    void theSizeIsKnownBeforehandOfAnyText(@ForAll("anyText") String text) {
        assertSizeKnown(withDevice(text));
    }

    @Property(tries = 500)
    void theSizeIsKnownBeforehandOfAnyEnvelope(@ForAll("envelopes") Envelope envelope) {
        assertSizeKnown(envelope);
    }

    @Property(tries = 500)
    void textIsWrittenAsTheJdkWritesIt(@ForAll("anyText") String text) {
        String asUtf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(decoded(withDevice(text)).deviceId()).isEqualTo(asUtf8);
    }

    @Property(tries = 500)
    void itSaysWhetherATextComesBackAsItWas(@ForAll("anyText") String text) {
        Envelope envelope = withDevice(text);
        boolean isExact = EnvelopeCodec.encode(envelope, ByteBuffer.allocate(20_000));
        assertThat(isExact).isEqualTo(text.equals(decoded(envelope).deviceId()));
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

    @ParameterizedTest
    @ValueSource(bytes = {-1, 0, 5, 9})
    void anotherLayoutIsRefused(byte layout) {
        assertThatThrownBy(() -> EnvelopeCodec.decode(layout, ByteBuffer.allocate(10)))
                .hasMessage("envelope of layout " + layout + " (expected: 1 to 4)");
    }

    /** The first text's length stands at the beginning, the kind and the length of the body, which is empty, at the end. */
    @Test
    void whatWasNeverWrittenIsRefusedAndNamed() {
        byte[] written = encoded(withDevice("d"));
        int behind = written.length - 4;

        assertThat(refusal(withInt(written, 0, -1))).isEqualTo("a text is missing");
        assertThat(refusal(withInt(written, 0, -2))).isEqualTo("length -2 (expected: 0 to " + behind + ")");
        assertThat(refusal(withInt(written, 0, behind + 1)))
                .isEqualTo("length " + (behind + 1) + " (expected: 0 to " + behind + ")");
        assertThat(refusal(withInt(written, written.length - 4, 1))).isEqualTo("length 1 (expected: 0 to 0)");
        assertThat(refusal(withInt(written, written.length - 4, -1))).isEqualTo("length -1 (expected: 0 to 0)");
        assertThat(refusal(withInt(written, written.length - 5, 'K' << 24))).isEqualTo("unknown body kind 75");
        assertThat(refusal(Arrays.copyOf(written, written.length + 1))).isEqualTo("1 bytes after the envelope");
        assertThat(refusal(new String(written, StandardCharsets.ISO_8859_1)
                        .replace("view", "?iew")
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("unknown event type ?iew");
    }

    @Test
    void anEnvelopeIsReadFromAWindowOfALargerArray() {
        byte[] written = encoded(withDevice("d\u00e9vice"));
        ByteBuffer larger = ByteBuffer.allocate(written.length + 20);
        larger.position(7);
        larger.slice().position(4).put(written);
        ByteBuffer window = larger.slice().position(4).limit(4 + written.length);

        assertThat(Envelopes.same(EnvelopeCodec.decode(EnvelopeCodec.VERSION, window), withDevice("d\u00e9vice")))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyAttributionIsKept(Envelope.Attribution attribution) {
        Envelope.Notes notes = new Envelope.Notes(false, null, attribution, null);
        assertThat(decoded(withNotes(notes)).notes()).isEqualTo(notes);
    }

    @Test
    void anUnknownAttributionIsRefused() {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        EnvelopeCodec.encode(withNotes(new Envelope.Notes(false, null, Envelope.Attribution.ATTRIBUTED, null)), buffer);
        byte[] bytes = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1)
                .replace("attributed", "attribute?")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> EnvelopeCodec.decode(EnvelopeCodec.VERSION, ByteBuffer.wrap(bytes)))
                .hasMessage("unknown attribution attribute?");
    }

    @Test
    void whatTheRequestIsCalledIsKept() {
        Envelope.Client client = new Envelope.Client(
                "2001:db8::1", null, null, "edge-1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        Envelope envelope = new Envelope(
                "d",
                "s",
                EventType.VIEW,
                null,
                null,
                null,
                Envelope.Notes.NONE,
                client,
                Beacon.withoutBody("GET", "/", ""));

        assertThat(decoded(envelope).client()).isEqualTo(client);
    }

    /** A whole record as it was written before the notes had more than one field, salted with 0x5EED. */
    @Test
    void aRecordOfTheFirstLayoutIsReadAsItWasWritten() {
        byte[] record = HexFormat.of().parseHex(FIRST_LAYOUT.replace("\n", ""));
        ByteBuffer bytes = ByteBuffer.wrap(record);
        int length = bytes.getInt(RecordFormat.LENGTH);
        assertThat(new RecordFormat(0x5EED).isSealed(bytes, 0, length)).isTrue();

        bytes.limit(length).position(RecordFormat.HEADER_BYTES);
        Envelope envelope = EnvelopeCodec.decode(bytes.get(RecordFormat.CODEC), bytes);

        Envelope written = new Envelope(
                "pagent",
                "shop-7",
                EventType.PURCHASE,
                "d\u00e9vice",
                "session\uD83D\uDED2",
                null,
                Envelope.Notes.AUTHENTICATED,
                new Envelope.Client("2001:db8::1", "agent/\u4f60", null),
                new Beacon(
                        "POST",
                        "/v1/conversions",
                        "a=b&c=%20",
                        Beacon.BodyKind.JSON,
                        "{\"n\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(Envelopes.same(envelope, written)).isTrue();
    }

    /** An envelope as it was written before bots were noted, and requests had names. */
    @Test
    void anEnvelopeOfTheSecondLayoutIsReadAsItWasWritten() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(SECOND_LAYOUT.replace("\n", "")));

        Envelope envelope = EnvelopeCodec.decode((byte) 2, bytes);

        Envelope written = new Envelope(
                "personaclick",
                "shop-7",
                EventType.VIEW,
                "d\u00e9vice",
                "session",
                null,
                new Envelope.Notes(true, "vendor", Envelope.Attribution.NOT_ASKED, "key-1", Envelope.Bot.NONE),
                new Envelope.Client("2001:db8::1", "agent/\u4f60", null),
                new Beacon("POST", "/push", "a=b", Beacon.BodyKind.JSON, "{\"n\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(Envelopes.same(envelope, written)).isTrue();
    }

    /** An envelope as it was written before events could have names. */
    @Test
    void anEnvelopeOfTheThirdLayoutIsReadAsItWasWritten() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(THIRD_LAYOUT.replace("\n", "")));

        Envelope envelope = EnvelopeCodec.decode((byte) 3, bytes);

        Envelope written = new Envelope(
                "personaclick",
                "shop-7",
                EventType.VIEW,
                "d\u00e9vice",
                "session",
                null,
                new Envelope.Notes(true, "vendor", Envelope.Attribution.NOT_ASKED, "key-1", Envelope.Bot.CRAWLER),
                new Envelope.Client("2001:db8::1", "agent/\u4f60", null, "edge-1", null),
                new Beacon("POST", "/push", "a=b", Beacon.BodyKind.JSON, "{\"n\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(Envelopes.same(envelope, written)).isTrue();
    }

    @Test
    void anUnknownBotIsRefused() {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        EnvelopeCodec.encode(
                withNotes(new Envelope.Notes(false, null, Envelope.Attribution.NOT_ASKED, null, Envelope.Bot.CRAWLER)),
                buffer);
        byte[] bytes = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1)
                .replace("crawler", "crawle?")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> EnvelopeCodec.decode(EnvelopeCodec.VERSION, ByteBuffer.wrap(bytes)))
                .hasMessage("unknown bot crawle?");
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
                        texts, Arbitraries.of(EventType.class), nullable, nullable, nullable, notes(), clients, beacons)
                .as((text, type, did, sid, clientSid, notes, client, beacon) ->
                        new Envelope(text, text, type, did, sid, clientSid, notes, client, beacon));
    }

    private static Arbitrary<Envelope.Notes> notes() {
        Arbitrary<String> names = Arbitraries.strings().ascii().ofMaxLength(64).injectNull(0.3);
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        names,
                        Arbitraries.of(Envelope.Attribution.class),
                        names,
                        Arbitraries.of(Envelope.Bot.class),
                        names)
                .as(Envelope.Notes::new);
    }

    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.strings()
                .withChars('a', '\u00e9', '\u4f60', '\ud83d', '\uded2', '\ufffd')
                .ofMaxLength(20);
    }

    private static void assertSizeKnown(Envelope envelope) {
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        EnvelopeCodec.encode(envelope, buffer);
        assertThat(EnvelopeCodec.bytesOf(envelope))
                .isEqualTo(buffer.position())
                .isLessThanOrEqualTo(EnvelopeCodec.mostBytesOf(envelope));
    }

    private static byte[] encoded(Envelope envelope) {
        ByteBuffer buffer = ByteBuffer.allocate(20_000);
        EnvelopeCodec.encode(envelope, buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static byte[] withInt(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).putInt(at, value);
        return changed;
    }

    private static String refusal(byte[] bytes) {
        return catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> EnvelopeCodec.decode(EnvelopeCodec.VERSION, ByteBuffer.wrap(bytes)))
                .getMessage();
    }

    private static Envelope decoded(Envelope envelope) {
        ByteBuffer buffer = ByteBuffer.allocate(20_000);
        EnvelopeCodec.encode(envelope, buffer);
        return EnvelopeCodec.decode(EnvelopeCodec.VERSION, buffer.flip());
    }

    private static Envelope withDevice(String device) {
        return with(device, Envelope.Notes.NONE);
    }

    private static Envelope withNotes(Envelope.Notes notes) {
        return with(null, notes);
    }

    private static Envelope with(@Nullable String device, Envelope.Notes notes) {
        return new Envelope(
                "d",
                "s",
                EventType.VIEW,
                device,
                null,
                null,
                notes,
                Envelope.Client.UNKNOWN,
                Beacon.withoutBody("GET", "/", ""));
    }

    private static boolean isWellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
    }
}
