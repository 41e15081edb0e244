package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InflationTest {

    private static final int MAX_BYTES = 256 << 10;
    private static final byte[] BODY =
            "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"x\"}".getBytes(StandardCharsets.UTF_8);

    private final Inflation inflation = new Inflation(MAX_BYTES);

    @AfterEach
    void close() {
        inflation.close();
    }

    @Property(tries = 200)
    void whatWasCompressedIsReadBack(
            @ForAll @Size(max = 3_000) byte[] body,
            @ForAll @IntRange(min = 1, max = 20) int times,
            @ForAll @IntRange(min = 0, max = 9) int level)
            throws Exception {
        try (Inflation bounded = new Inflation(MAX_BYTES)) {
            byte[] whole = repeat(body, times);
            assertThat(bounded.inflate(ContentCoding.GZIP, gzip(whole, level))).isEqualTo(whole);
            assertThat(bounded.inflate(ContentCoding.DEFLATE, zlib(whole, level)))
                    .isEqualTo(whole);
        }
    }

    @Property(tries = 300)
    void whatIsDamagedIsRefusedAndTheNextIsRead(
            @ForAll @Size(min = 1, max = 300) byte[] body, @ForAll Random random, @ForAll boolean isGzip)
            throws Exception {
        ContentCoding coding = isGzip ? ContentCoding.GZIP : ContentCoding.DEFLATE;
        byte[] coded = coded(coding, body);
        byte[] damaged = coded.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        try (Inflation bounded = new Inflation(MAX_BYTES)) {
            // A flipped bit of a gzip header may be one of its time, which is nobody's concern.
            byte[] read = tryInflate(bounded, coding, damaged);
            assertThat(read == null || Arrays.equals(read, body)).isTrue();
            assertThat(bounded.inflate(coding, coded)).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "DEFLATE"})
    void whatIsCutShortIsRefused(ContentCoding coding) {
        byte[] coded = coded(coding, BODY);
        for (int length = 1; length < coded.length; length++) {
            assertThat(refusal(coding, Arrays.copyOf(coded, length)))
                    .as("%d bytes", length)
                    .isEqualTo(Rejection.MALFORMED_ENCODING);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "DEFLATE"})
    void whatFollowsIsRefused(ContentCoding coding) {
        byte[] coded = coded(coding, BODY);
        assertThat(refusal(coding, concat(coded, new byte[1]))).isEqualTo(Rejection.MALFORMED_ENCODING);
        assertThat(refusal(coding, concat(coded, new byte[8]))).isEqualTo(Rejection.MALFORMED_ENCODING);
        assertThat(refusal(coding, concat(coded, coded))).isEqualTo(Rejection.MALFORMED_ENCODING);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "DEFLATE"})
    void aBombIsRefused(ContentCoding coding) {
        try (Inflation large = new Inflation(BeaconOptions.MOST_BODY_BYTES)) {
            byte[] bomb = coded(coding, new byte[BeaconOptions.MOST_BODY_BYTES]);
            assertThat(BeaconOptions.MOST_BODY_BYTES / bomb.length).isGreaterThan(1_000);
            assertThat(refusal(large, coding, bomb)).isEqualTo(Rejection.BODY_INFLATES);
        }
    }

    @Test
    void aBombBehindOrdinaryBytesIsRefused() {
        byte[] ordinary = random(1_000);
        byte[] bomb = gzip(concat(ordinary, new byte[200 << 10]), 9);
        assertThat(refusal(ContentCoding.GZIP, bomb)).isEqualTo(Rejection.BODY_INFLATES);
    }

    @Test
    void aBombWithinABombIsInflatedOnce() throws Exception {
        byte[] inner = gzip(new byte[1 << 20], 9);
        assertThat(inflation.inflate(ContentCoding.GZIP, gzip(inner, 9))).isEqualTo(inner);
    }

    @Test
    void whatIsSmallMayShrinkAsItLikes() throws Exception {
        byte[] zeros = new byte[Inflation.FREE_BYTES];
        byte[] coded = gzip(zeros, 9);
        assertThat(zeros.length / coded.length).isGreaterThan(Inflation.MAX_RATIO);
        assertThat(inflation.inflate(ContentCoding.GZIP, coded)).isEqualTo(zeros);
    }

    @Test
    void whatIsTooLongInflatedIsRefused() throws Exception {
        byte[] most = random(MAX_BYTES);
        assertThat(inflation.inflate(ContentCoding.GZIP, gzip(most, 9))).isEqualTo(most);
        assertThat(refusal(ContentCoding.GZIP, gzip(random(MAX_BYTES + 1), 9))).isEqualTo(Rejection.BODY_TOO_LARGE);
    }

    @Test
    void emptyBlocksWithoutEndAreRefused() {
        // Stored blocks of no bytes, of which none is the last.
        byte[] blocks = repeat(new byte[] {0, 0, 0, -1, -1}, 10_000);
        byte[] body = concat(new byte[] {0x78, (byte) 0x9C}, blocks);
        assertThat(refusal(ContentCoding.DEFLATE, body)).isEqualTo(Rejection.MALFORMED_ENCODING);
    }

    @Test
    void aBareStreamIsNoZlib() {
        byte[] zlib = zlib(BODY, 9);
        assertThat(refusal(ContentCoding.DEFLATE, Arrays.copyOfRange(zlib, 2, zlib.length - 4)))
                .isEqualTo(Rejection.MALFORMED_ENCODING);
    }

    @Test
    void aDictionaryIsNotAgreedOn() {
        Deflater deflater = new Deflater();
        deflater.setDictionary("shop_id".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        write(new DeflaterOutputStream(coded, deflater), BODY);
        deflater.end();
        assertThat(refusal(ContentCoding.DEFLATE, coded.toByteArray())).isEqualTo(Rejection.MALFORMED_ENCODING);
    }

    @Test
    void whatAGzipHeaderMayTellIsPassedOver() throws Exception {
        for (int flags = 0; flags < 32; flags++) {
            byte[] told = concat(header(flags), Arrays.copyOfRange(gzip(BODY, 9), 10, gzip(BODY, 9).length));
            assertThat(inflation.inflate(ContentCoding.GZIP, told))
                    .as("flags %d", flags)
                    .isEqualTo(BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anotherGzipHeaderIsNone(int at) {
        byte[] coded = gzip(BODY, 9);
        coded[at] ^= (byte) 0x80;
        assertThat(refusal(ContentCoding.GZIP, coded)).isEqualTo(Rejection.MALFORMED_ENCODING);
    }

    @Test
    void aGzipHeaderWithAWrongSumIsNone() {
        byte[] header = header(2);
        header[4] ^= 1;
        byte[] coded = concat(header, Arrays.copyOfRange(gzip(BODY, 9), 10, gzip(BODY, 9).length));
        assertThat(refusal(ContentCoding.GZIP, coded)).isEqualTo(Rejection.MALFORMED_ENCODING);
    }

    @Test
    void anEmptyBodyIsEmpty() throws Exception {
        assertThat(inflation.inflate(ContentCoding.GZIP, new byte[0])).isEmpty();
        assertThat(inflation.inflate(ContentCoding.DEFLATE, zlib(new byte[0], 9)))
                .isEmpty();
    }

    private Rejection refusal(ContentCoding coding, byte[] body) {
        return refusal(inflation, coding, body);
    }

    private static Rejection refusal(Inflation inflation, ContentCoding coding, byte[] body) {
        RejectedException rejected =
                catchThrowableOfType(RejectedException.class, () -> inflation.inflate(coding, body));
        assertThat(rejected).isNotNull();
        return rejected.rejection();
    }

    private static byte[] tryInflate(Inflation inflation, ContentCoding coding, byte[] body) {
        try {
            return inflation.inflate(coding, body);
        } catch (RejectedException refused) {
            return null;
        }
    }

    private static byte[] coded(ContentCoding coding, byte[] body) {
        return coding == ContentCoding.GZIP ? gzip(body, 9) : zlib(body, 9);
    }

    /** With everything that the flags say (RFC 1952, 2.3.1). */
    private static byte[] header(int flags) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
        if ((flags & 4) != 0) {
            header.writeBytes(new byte[] {3, 0, 'a', 0, 'b'});
        }
        if ((flags & 8) != 0) {
            header.writeBytes("beacon.json\0".getBytes(StandardCharsets.ISO_8859_1));
        }
        if ((flags & 16) != 0) {
            header.writeBytes("nothing to say\0".getBytes(StandardCharsets.ISO_8859_1));
        }
        if ((flags & 2) != 0) {
            CRC32 sum = new CRC32();
            sum.update(header.toByteArray());
            header.write((int) sum.getValue());
            header.write((int) sum.getValue() >> 8);
        }
        return header.toByteArray();
    }

    private static byte[] gzip(byte[] body, int level) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try {
            write(
                    new GZIPOutputStream(coded) {
                        {
                            def.setLevel(level);
                        }
                    },
                    body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return coded.toByteArray();
    }

    private static byte[] zlib(byte[] body, int level) {
        Deflater deflater = new Deflater(level);
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        write(new DeflaterOutputStream(coded, deflater), body);
        deflater.end();
        return coded.toByteArray();
    }

    private static void write(DeflaterOutputStream coding, byte[] body) {
        try (coding) {
            coding.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] repeat(byte[] bytes, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
