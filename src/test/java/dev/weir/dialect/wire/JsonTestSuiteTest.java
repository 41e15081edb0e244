package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.wire.JsonTestSuite.Case;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All verdicts of JSONTestSuite. {@link JsonReader} takes objects alone, so a case that is none is judged as the value of a member.
 */
final class JsonTestSuiteTest {

    private static final String MEMBER = "{\"value\":";

    /**
     * What is valid JSON (RFC 8259, 4: names "SHOULD be unique") and refused all the same, by name: which of the two counts is what
     * readers disagree on, and then the vendor would be told something else than what was checked here.
     */
    private static final Map<String, Rejection> REFUSED_ON_PURPOSE = Map.of(
            "y_object_duplicated_key", Rejection.DUPLICATE_KEY,
            "y_object_duplicated_key_and_value", Rejection.DUPLICATE_KEY);

    /** What we think of the cases that are up to the reader; {@code ok} is taken, as the text that it is. */
    private static final String CHOICES = """
            # Numbers are passed on as they were written and never computed with: none overflows.
            i_number_double_huge_neg_exp                  ok
            i_number_neg_int_huge_exp                     ok
            i_number_pos_double_huge_exp                  ok
            i_number_real_neg_overflow                    ok
            i_number_real_pos_overflow                    ok
            i_number_real_underflow                       ok
            i_number_too_big_neg_int                      ok
            i_number_too_big_pos_int                      ok
            i_number_huge_exp                             ok
            i_number_very_big_negative_int                ok
            # Half of a surrogate pair: no UTF-8 can carry it on.
            i_object_key_lone_2nd_surrogate               malformed-json
            i_string_1st_surrogate_but_2nd_missing        malformed-json
            i_string_1st_valid_surrogate_2nd_invalid      malformed-json
            i_string_incomplete_surrogate_and_escape_valid  malformed-json
            i_string_incomplete_surrogate_pair            malformed-json
            i_string_incomplete_surrogates_escape_valid   malformed-json
            i_string_invalid_lonely_surrogate             malformed-json
            i_string_invalid_surrogate                    malformed-json
            i_string_inverted_surrogates_U+1D11E          malformed-json
            i_string_lone_second_surrogate                malformed-json
            # JSON between systems is UTF-8 (RFC 8259, 8.1), without a byte order mark.
            i_string_UTF-16LE_with_BOM                    invalid-utf8
            i_string_utf16BE_no_BOM                       invalid-utf8
            i_string_utf16LE_no_BOM                       invalid-utf8
            i_structure_UTF-8_BOM_empty_object            invalid-utf8
            # No UTF-8 (RFC 3629): what one reader replaces, another one drops.
            i_string_UTF-8_invalid_sequence               invalid-utf8
            i_string_UTF8_surrogate_U+D800                invalid-utf8
            i_string_invalid_utf-8                        invalid-utf8
            i_string_iso_latin_1                          invalid-utf8
            i_string_lone_utf8_continuation_byte          invalid-utf8
            i_string_not_in_unicode_range                 invalid-utf8
            i_string_overlong_sequence_2_bytes            invalid-utf8
            i_string_overlong_sequence_6_bytes            invalid-utf8
            i_string_overlong_sequence_6_bytes_null       invalid-utf8
            i_string_truncated-utf-8                      invalid-utf8
            # 16 levels at most.
            i_structure_500_nested_arrays                 too-complex
            """;

    static List<Case> valid() {
        return JsonTestSuite.valid();
    }

    static List<Case> invalid() {
        return JsonTestSuite.invalid();
    }

    static List<Case> undecided() {
        return JsonTestSuite.undecided();
    }

    @Test
    void allCasesAreThere() {
        assertThat(JsonTestSuite.cases()).hasSize(318);
        assertThat(List.of(valid().size(), invalid().size(), undecided().size()))
                .containsExactly(95, 188, 35);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void validJsonIsTaken(Case json) {
        assertThat(verdict(json)).isEqualTo(REFUSED_ON_PURPOSE.get(json.name()));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void invalidJsonIsRefusedWithABadRequest(Case json) {
        assertThat(verdict(json)).extracting(Rejection::status).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("undecided")
    void choiceIsAsTold(Case json) {
        Rejection verdict = verdict(json);

        assertThat(verdict == null ? "ok" : verdict.label()).isEqualTo(choices().get(json.name()));
    }

    /** Vendors' answers are read with wider bounds, and nothing that is valid is refused. */
    @ParameterizedTest
    @MethodSource("valid")
    void vendorsValidJsonIsTaken(Case json) {
        assertThat(JsonMembers.of(json.within(MEMBER))).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void vendorsInvalidJsonIsNone(Case json) {
        assertThat(JsonMembers.of(json.bytes())).isNull();
        assertThat(JsonMembers.of(json.within(MEMBER))).isNull();
    }

    private static Map<String, String> choices() {
        Map<String, String> choices = new HashMap<>();
        CHOICES.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .forEach(choice -> choices.put(choice[0], choice[1]));
        return choices;
    }

    /** Why it is refused, or null. */
    private static Rejection verdict(Case json) {
        RejectedException asItIs = refusal(json.bytes());
        boolean isOtherJson = asItIs != null && asItIs.getMessage().contains("the JSON is no object");
        RejectedException refusal = isOtherJson ? refusal(json.within(MEMBER)) : asItIs;
        return refusal == null ? null : refusal.rejection();
    }

    private static RejectedException refusal(byte[] bytes) {
        try (JsonReader json = JsonReader.open(bytes, Set.of())) {
            while (json.nextName() != null) {
                json.skip();
            }
            json.end();
            return null;
        } catch (RejectedException e) {
            return e;
        }
    }
}
