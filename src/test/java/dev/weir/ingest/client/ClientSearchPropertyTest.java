package dev.weir.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However a client spells its headers, what is found is the address that the outermost trusted proxy saw. */
final class ClientSearchPropertyTest {

    private static final TrustedPeers BY_NETWORK = trusted("Forwarded", 0);

    @Property(tries = 2_000)
    void forwardedTellsWhomTheOutermostProxySaw(
            @ForAll @From("clientLines") List<String> sent,
            @ForAll @From("clients") String client,
            @ForAll @IntRange(min = 1, max = 5) int proxies,
            @ForAll @Size(5) List<Boolean> newLines,
            @ForAll boolean counts) {
        List<String> lines = new ArrayList<>(sent);
        for (int i = 0; i < proxies; i++) {
            String seen = i == 0 ? client : proxy(i - 1);
            String node = seen.indexOf(':') >= 0 ? "\"[" + seen + "]:47\\011\"" : seen;
            append(lines, "by=\"a,\\\"b\";for=" + node + ";proto=https", newLines.get(i));
        }

        assertThat(found(counts ? trusted("Forwarded", proxies) : BY_NETWORK, proxies, lines))
                .isEqualTo(IpAddress.parse(client));
    }

    @Property(tries = 2_000)
    void forwardedForTellsWhomTheOutermostProxySaw(
            @ForAll @From("clientLines") List<String> sent,
            @ForAll @From("clients") String client,
            @ForAll @IntRange(min = 1, max = 5) int proxies,
            @ForAll @Size(5) List<Boolean> newLines,
            @ForAll boolean counts) {
        List<String> lines = new ArrayList<>(sent);
        for (int i = 0; i < proxies; i++) {
            append(lines, i == 0 ? client : proxy(i - 1), newLines.get(i));
        }

        assertThat(found(trusted("X-Forwarded-For", counts ? proxies : 0), proxies, lines))
                .isEqualTo(IpAddress.parse(client));
    }

    private static IpAddress found(TrustedPeers trusted, int proxies, List<String> lines) {
        return new ClientSearch(trusted, new SimpleMeterRegistry())
                .find(IpAddress.parse(proxy(proxies - 1)), name -> lines)
                .address();
    }

    private static TrustedPeers trusted(String header, int hops) {
        return new TrustedPeers(Networks.of(List.of("10.0.0.0/8", "fd00::/8")), header, hops);
    }

    private static String proxy(int index) {
        return index % 2 == 0 ? "10.1.0." + index : "fd00::" + index;
    }

    private static void append(List<String> lines, String element, boolean newLine) {
        if (newLine || lines.isEmpty()) {
            lines.add(element);
        } else {
            int last = lines.size() - 1;
            lines.set(last, lines.get(last) + ", " + element);
        }
    }

    @Provide
    Arbitrary<String> clients() {
        return Arbitraries.of("203.0.113.9", "2001:db8::9", "198.51.100.255", "127.0.0.1", "::1");
    }

    /** Pieces of what would be believed if it stood elsewhere, and what could make it seem so. */
    @Provide
    Arbitrary<List<String>> clientLines() {
        Arbitrary<String> piece = Arbitraries.of(
                "for=",
                "by=",
                "10.0.0.2",
                "1.2.3.4",
                "\"",
                "\\",
                ",",
                ";",
                " ",
                "\t",
                "[",
                "]",
                ":",
                "=",
                "unknown",
                "_x");
        Arbitrary<String> line = Arbitraries.oneOf(
                piece.list().ofMaxSize(12).map(pieces -> String.join("", pieces)),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40));
        return line.list().ofMaxSize(3);
    }
}
