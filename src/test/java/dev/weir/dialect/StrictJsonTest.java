package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.dialect.GoldenIntake.Accepted;
import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
import dev.weir.dialect.pagent.Pagent;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.dialect.pureclarity.PureClarity;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What JSON every dialect takes, what it refuses, and that what it takes goes on as it came. */
final class StrictJsonTest {

    /** Beyond 2^53, beyond a double, and spellings that a reader of numbers would lose. */
    private static final List<String> NUMBERS = List.of(
            "9007199254740993",
            "-9007199254740993",
            "18446744073709551616",
            "123456789012345678901234567890.123456789",
            "0.10000000000000000555111512312578270211",
            "-0",
            "-0.0",
            "1.50",
            "1E400",
            "1e-400",
            "1e+2",
            "1e" + "9".repeat(254),
            "9".repeat(256));

    private static final List<String> DATA = List.of(
            "{\"__proto__\":{\"isAdmin\":true}}",
            "{\"constructor\":{\"prototype\":{\"isAdmin\":true}}}",
            "{\"toString\":1,\"hasOwnProperty\":null}",
            "{\"\":\"\"}",
            "{\"a\\u0000b\":[\"\\u0000\"]}",
            "\"\\u2028 \\ud83d\\ude00 \\/ 😀\"",
            "[ ]");

    /** Values that are no JSON of ours, and why. */
    private static final List<Refused> REFUSED = List.of(
            new Refused("{\"a\":1,\"a\":1}", Rejection.DUPLICATE_KEY),
            new Refused("{\"a\":1,\"\\u0061\":2}", Rejection.DUPLICATE_KEY),
            new Refused("{\"__proto__\":1,\"__proto__\":2}", Rejection.DUPLICATE_KEY),
            new Refused("1 /* comment */", Rejection.MALFORMED_JSON),
            new Refused("1 // comment\n", Rejection.MALFORMED_JSON),
            new Refused("1 # comment\n", Rejection.MALFORMED_JSON),
            new Refused("\"\\ud800\"", Rejection.MALFORMED_JSON),
            new Refused("\"\\udc00\\ud800\"", Rejection.MALFORMED_JSON),
            new Refused("\"\u0000\"", Rejection.MALFORMED_JSON),
            new Refused("NaN", Rejection.MALFORMED_JSON),
            new Refused("1.", Rejection.MALFORMED_JSON),
            new Refused("'text'", Rejection.MALFORMED_JSON),
            new Refused("[1,]", Rejection.MALFORMED_JSON),
            new Refused("1".repeat(257), Rejection.TOO_COMPLEX),
            new Refused("[".repeat(17) + "]".repeat(17), Rejection.TOO_COMPLEX));

    /** Overlong, half of a pair, past the last character, cut off. */
    private static final List<String> NO_UTF8 =
            List.of("C080", "C0AF", "E080AF", "F08080AF", "EDA080", "EDB080", "F4908080", "FF", "C3");

    private static final List<String> OTHER_ENCODINGS =
            List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE");

    static List<Shape> shapes() {
        GravityField gravityField =
                new GravityField(new EngagementUrls(new byte[EngagementUrls.MIN_KEY_BYTES], List.of()));
        return List.of(
                new Shape(new PersonaClick(), "api-reference/cart-short.http", "DEVICE_ID", "\"items\":"),
                new Shape(new PureClarity(), "document/example-request-no-upstream.http", "testVisitorId", "\"id\":"),
                new Shape(gravityField, "server/event.http", "0123456789abcdef01234567", "\"currency\":"),
                new Shape(new Pagent(), "document/v1-properties.http", "xyz789", "\"product_id\":"));
    }

    static Stream<Arguments> taken() {
        return shapes().stream()
                .flatMap(shape ->
                        Stream.concat(NUMBERS.stream(), DATA.stream()).map(value -> Arguments.of(shape, value)));
    }

    static Stream<Arguments> refused() {
        return shapes().stream().flatMap(shape -> REFUSED.stream().map(value -> Arguments.of(shape, value)));
    }

    /** No number is computed with on its way, and no name means more than its letters. */
    @ParameterizedTest
    @MethodSource("taken")
    void valueGoesToTheVendorByteForByte(Shape shape, String value) throws RejectedException {
        GoldenIntake intake = new GoldenIntake(shape.dialect());
        Accepted accepted = intake.accept(shape.pair(), shape.with(value.getBytes(StandardCharsets.UTF_8)));

        List<String> journalled = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        for (Part.Meant part : accepted.parts()) {
            journalled.add(text(part.beacon()));
            sent.add(text(intake.outbound(accepted, part).beacon()));
        }
        assertThat(journalled).anyMatch(body -> body.contains("\"extra\":" + value));
        assertThat(sent).anyMatch(body -> body.contains("\"extra\":" + value));
    }

    @ParameterizedTest
    @MethodSource("taken")
    void valueMeansTheSameOnceItIsInTheJournal(Shape shape, String value) throws RejectedException {
        Accepted accepted = new GoldenIntake(shape.dialect())
                .accept(shape.pair(), shape.with(value.getBytes(StandardCharsets.UTF_8)));

        for (Part.Meant part : accepted.parts()) {
            assertThat(shape.dialect().decode(accepted.envelope(part))).isEqualTo(part.event());
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void valueIsRefused(Shape shape, Refused value) {
        assertThat(refusal(shape, shape.with(value.json().getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(value.why());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatIsNoUtf8IsRefused(Shape shape) {
        for (String hex : NO_UTF8) {
            byte[] text = HexFormat.of().parseHex("22" + hex + "22");
            assertThat(refusal(shape, shape.with(text))).as(hex).isEqualTo(Rejection.INVALID_UTF8);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void otherEncodingsAndByteOrderMarksAreRefused(Shape shape) {
        String body = shape.pair().body();
        for (String charset : OTHER_ENCODINGS) {
            for (String mark : List.of("", "\uFEFF")) {
                byte[] bytes = (mark + body).getBytes(Charset.forName(charset));
                assertThat(refusal(shape, shape.of(bytes)).status()).as(charset).isEqualTo(400);
            }
        }
        assertThat(refusal(shape, shape.of(("\uFEFF" + body).getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Rejection.INVALID_UTF8);
    }

    /** Neither as a byte, nor as an escape, nor in the two bytes that pass for one in Java. */
    @ParameterizedTest
    @MethodSource("shapes")
    void nulInAnIdIsRefused(Shape shape) {
        String id = shape.id();
        for (String nul : List.of("\u0000", "\\u0000")) {
            for (String hostile : List.of(nul + id, id + nul, id.charAt(0) + nul + id.substring(1))) {
                byte[] bytes = shape.pair().body().replace(id, hostile).getBytes(StandardCharsets.UTF_8);
                assertThat(refusal(shape, shape.of(bytes))).isEqualTo(Rejection.MALFORMED_JSON);
            }
        }
        String marked = shape.pair().body().replace(id, id + "!!");
        byte[] bytes = marked.getBytes(StandardCharsets.UTF_8);
        int at = marked.indexOf("!!");
        bytes[at] = (byte) 0xC0;
        bytes[at + 1] = (byte) 0x80;
        assertThat(refusal(shape, shape.of(bytes))).isEqualTo(Rejection.INVALID_UTF8);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void nameThatOccursTwiceAtTopLevelIsRefused(Shape shape) {
        String body = shape.pair().body().strip();
        String twice = "{\"a\":1,\"a\":1," + body.substring(1);

        assertThat(refusal(shape, shape.of(twice.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Rejection.DUPLICATE_KEY);
    }

    private static Rejection refusal(Shape shape, Beacon beacon) {
        RejectedException refused = catchThrowableOfType(
                RejectedException.class, () -> new GoldenIntake(shape.dialect()).accept(shape.pair(), beacon));
        assertThat(refused).isNotNull();
        return refused.rejection();
    }

    private static String text(Beacon beacon) {
        return new String(beacon.body(), StandardCharsets.UTF_8);
    }

    private record Refused(String json, Rejection why) {
        @Override
        public String toString() {
            return json.length() > 40 ? json.substring(0, 40) : json;
        }
    }

    /**
     * A golden request to which a member is added.
     *
     * @param id of the device, as the request has it
     * @param before which the member is put
     */
    private record Shape(Dialect dialect, String file, String id, String before) {

        GoldenCase pair() {
            return GoldenCase.of(dialect.label()).stream()
                    .filter(pair -> pair.toString().equals(file))
                    .findFirst()
                    .orElseThrow();
        }

        Beacon with(byte[] value) {
            String body = pair().body();
            int at = body.indexOf(before);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes((body.substring(0, at) + "\"extra\":").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(value);
            bytes.writeBytes(("," + body.substring(at)).getBytes(StandardCharsets.UTF_8));
            return of(bytes.toByteArray());
        }

        Beacon of(byte[] body) {
            Beacon beacon = pair().beacon();
            return new Beacon(beacon.method(), beacon.path(), beacon.query(), beacon.bodyKind(), body);
        }

        @Override
        public String toString() {
            return Objects.requireNonNull(dialect.label());
        }
    }
}
