package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestScannerTest {

    private static final List<StrictCase> CASES = StrictCase.all();

    @Test
    void theTableIsLong() {
        assertThat(CASES).hasSizeGreaterThanOrEqualTo(250);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyLineOfTheTableIsJudgedAsItSays(StrictCase each) {
        Verdict verdict = judge(each.bytes(), new Random(1), each.bytes().length);

        if (each.isRefused()) {
            assertThat(verdict.fault()).isNotNull().extracting(Fault::status).isEqualTo(each.status());
        } else if (!each.name().equals("a body over the bound")) {
            assertThat(verdict).isEqualTo(new Verdict(null, true, each.bytes().length));
        }
    }

    @Property(tries = 3_000)
    void inWhateverPiecesItComesTheVerdictIsTheSame(@ForAll("mutants") byte[] bytes, @ForAll long seed) {
        assertThat(judge(bytes, new Random(seed), 7)).isEqualTo(judge(bytes, new Random(seed), bytes.length));
    }

    /** One field too many, or one octet, and further on what is no field at all. */
    @ParameterizedTest
    @ValueSource(ints = {FieldScanner.MAX_FIELDS, FieldScanner.MAX_BYTES})
    void ofTwoFaultsTheFirstIsFoundInWhateverPieces(int times) {
        String fill = times == FieldScanner.MAX_FIELDS ? "a: b\r\n".repeat(times) : "a: " + "b".repeat(times) + "\r\n";
        byte[] bytes =
                ("GET / HTTP/1.1\r\nHost: a\r\n" + fill + "a: b\r\n : c\r\n\r\n").getBytes(StandardCharsets.US_ASCII);

        Fault first = times == FieldScanner.MAX_FIELDS ? Fault.TOO_MANY_FIELDS : Fault.HEADERS_TOO_LARGE;

        for (int most : new int[] {1, 7, 4_096, bytes.length}) {
            assertThat(judge(bytes, new Random(4), most).fault()).isEqualTo(first);
        }
    }

    /** What is not read yet must not have been judged. */
    @Property(tries = 500)
    void whatFollowsARequestDoesNotMatter(@ForAll("mutants") byte[] rest) {
        byte[] request =
                "GET /a HTTP/1.1\r\nHost: weir\r\nContent-Length: 2\r\n\r\nxx".getBytes(StandardCharsets.US_ASCII);
        byte[] both = Arrays.copyOf(request, request.length + rest.length);
        System.arraycopy(rest, 0, both, request.length, rest.length);

        assertThat(judge(both, new Random(1), both.length)).isEqualTo(new Verdict(null, true, request.length));
    }

    @Test
    void oneScannerReadsOneRequestAfterTheOther() {
        RequestScanner scanner = new RequestScanner();
        for (StrictCase each : CASES) {
            if (each.status() < 400) {
                assertThat(scanner.hasBegun()).isFalse();
                assertThat(judge(scanner, each.bytes(), new Random(2), 50).isDone())
                        .as(each.name())
                        .isTrue();
                scanner.reset();
            }
        }
    }

    @Test
    void itIsKnownWhatHasNoBodyInItsAnswer() {
        assertThat(read("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").isHead()).isTrue();
        assertThat(read("GET / HTTP/1.1\r\nHost: a\r\n\r\n").isHead()).isFalse();
        assertThat(read("HEADS / HTTP/1.1\r\nHost: a\r\n\r\n").isHead()).isFalse();
        assertThat(read("XXXXXXXXXHEAD / HTTP/1.1\r\nHost: a\r\n\r\n").isHead()).isFalse();
    }

    @Test
    void aHeadIsReadBeforeItsBody() {
        RequestScanner scanner = read("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab");

        assertThat(scanner.isHeadRead()).isTrue();
        assertThat(scanner.isDone()).isFalse();
        assertThat(scanner.skippable()).isEqualTo(1);
    }

    static Stream<StrictCase> cases() {
        return CASES.stream();
    }

    /** A line of the table, with some bytes changed, taken out or doubled. */
    @Provide
    Arbitrary<byte[]> mutants() {
        Arbitrary<StrictCase> cases = Arbitraries.of(
                CASES.stream().filter(each -> each.bytes().length < 1_000).toList());
        return cases.flatMap(each -> Arbitraries.integers()
                .between(0, 3)
                .flatMap(changes -> Arbitraries.longs().map(seed -> mutant(each.bytes(), changes, new Random(seed)))));
    }

    private static byte[] mutant(byte[] original, int changes, Random random) {
        byte[] bytes = original.clone();
        byte[] interesting = "\r\n \t:;,0aA/#*\u0000".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = interesting[random.nextInt(interesting.length)];
                case 1 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            }
        }
        return bytes;
    }

    private static RequestScanner read(String text) {
        RequestScanner scanner = new RequestScanner();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        judge(scanner, bytes, new Random(3), bytes.length);
        return scanner;
    }

    private static Verdict judge(byte[] bytes, Random random, int mostAtOnce) {
        return judge(new RequestScanner(), bytes, random, mostAtOnce);
    }

    private static Verdict judge(RequestScanner scanner, byte[] bytes, Random random, int mostAtOnce) {
        int at = 0;
        while (at < bytes.length && scanner.fault() == null && !scanner.isDone()) {
            int to = mostAtOnce >= bytes.length
                    ? bytes.length
                    : Math.min(bytes.length, at + 1 + random.nextInt(mostAtOnce));
            int skipped = (int) Math.min(scanner.skippable(), to - at);
            if (skipped > 0) {
                scanner.skip(skipped);
                at += skipped;
            } else {
                at = scanner.scan(bytes, at, to);
            }
        }
        return new Verdict(scanner.fault(), scanner.isDone(), scanner.fault() == null ? at : -1);
    }

    /**
     * What was found.
     *
     * @param length of what was read, where nothing is wrong
     */
    private record Verdict(Fault fault, boolean isDone, int length) {}
}
