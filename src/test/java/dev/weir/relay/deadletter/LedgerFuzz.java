package dev.weir.relay.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a ledger and as letters: each line is read or is said to be none, and numbers are those that were written. */
final class LedgerFuzz {

    static Stream<byte[]> samples() {
        return Stream.of(
                        "{\"next\":9,\"is\":\"dropped\",\"letters\":\"2-5,7\"}\n",
                        "{\"letter\":1,\"seq\":5,\"time\":\"2026-11-20T09:30:00.000Z\",\"reason\":\"refused\",\"line\":{\"section\":\"a\"}}\n",
                        "{\"next\":9}\n{\"is\":\"dropped\",\"letters\":\"1-9223372036854775807\"}\n",
                        "\n\n{\n",
                        "{\"letters\":null,\"is\":1,\"next\":\"x\"}\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest
    void lineIsReadOrIsSaidToBeNone(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("ledger", ".ndjson");
        try {
            Files.write(file, bytes);
            Ledger.read(file, wrong -> assertThat(wrong).contains("expected"));
            try (LineReader lines = LineReader.open(file)) {
                while (lines.next()) {
                    readLetter(lines);
                    readLine(lines);
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void readLetter(LineReader line) {
        try {
            KeptLetter letter = LetterLine.parse(line);
            assertThat(LetterLine.headOf(line).number()).isEqualTo(letter.number());
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("expected");
        }
    }

    private static void readLine(LineReader line) throws IOException {
        LedgerLine read;
        try {
            read = LedgerLine.parse(line);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("expected");
            return;
        }
        if (read.word() != null) {
            byte[] anew = LedgerLine.write(read.next(), Map.of(read.word(), read.letters()));
            assertThat(new String(anew, StandardCharsets.UTF_8)).endsWith("}\n");
            checkNumbers(read.letters());
        }
    }

    private static void checkNumbers(LetterNumbers numbers) {
        List<String> texts = numbers.toTexts(4096);
        LongPredicate isWritten = number ->
                texts.stream().anyMatch(text -> LetterNumbers.parse(text).contains(number));
        LongStream.of(1, 2, 7, Long.MAX_VALUE - 1)
                .forEach(number -> assertThat(isWritten.test(number)).isEqualTo(numbers.contains(number)));
    }
}
