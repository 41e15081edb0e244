package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Forms and query strings are read as the JDK reads them, or refused; a splice takes and adds pairs and nothing else. */
final class FormFuzz {

    private static final Set<Rejection> REASONS =
            Set.of(Rejection.MALFORMED_FORM, Rejection.INVALID_UTF8, Rejection.DUPLICATE_KEY, Rejection.TOO_COMPLEX);

    static Stream<byte[]> samples() {
        return Stream.of(
                        "",
                        "a=1&b=2",
                        "a=%F0%9F%98%80+x&&=&c",
                        "items[0][id]=1&items[]=2&items[]=3&a[b]=4",
                        "a=%00",
                        "a=%C0%AF",
                        "a=%2",
                        "a=1&a=2")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest
    void formIsReadAsTheJdkReadsItOrRefused(byte[] form) {
        List<Pair> pairs = read(FormReader.ofBody(form));
        if (pairs == null) {
            return;
        }
        String text = new String(form, StandardCharsets.ISO_8859_1);
        assertThat(pairs).isEqualTo(reference(form));
        assertThat(query(text)).isEqualTo(pairs);
        assertThat(query(FormSplice.withoutExactly(text, Set.of("a"))))
                .isEqualTo(
                        pairs.stream().filter(pair -> !pair.name().equals("a")).toList());
        assertThat(query(FormSplice.without(text, Set.of("a"))))
                .isEqualTo(pairs.stream()
                        .filter(pair -> !FormSplice.holds(pair.name(), Set.of("a")))
                        .toList());
        if (pairs.size() < FormReader.MAX_PAIRS) {
            assertThat(query(FormSplice.with(text, Map.of("a", "&=%+\u00e9\ud83d\ude00"))))
                    .endsWith(new Pair("a", "&=%+\u00e9\ud83d\ude00"));
        }
    }

    private static List<Pair> query(String text) {
        try {
            return read(FormReader.ofQuery(text));
        } catch (RejectedException e) {
            throw new AssertionError(e);
        }
    }

    /** The pairs, or null where they are refused. */
    private static List<Pair> read(FormReader form) {
        List<Pair> pairs = new ArrayList<>();
        try {
            while (form.next()) {
                pairs.add(new Pair(form.name(), form.value()));
            }
            return pairs;
        } catch (RejectedException refused) {
            assertThat(refused.rejection()).isIn(REASONS);
            return null;
        }
    }

    /** The JDK decodes escapes alone, so that a character half of which is escaped has to be escaped as a whole for it. */
    private static List<Pair> reference(byte[] form) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : form) {
            escaped.append(b < 0 ? "%%%02X".formatted(b & 0xFF) : String.valueOf((char) b));
        }
        List<Pair> pairs = new ArrayList<>();
        for (String pair : escaped.toString().split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                pairs.add(new Pair(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1))));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private record Pair(String name, String value) {}
}
