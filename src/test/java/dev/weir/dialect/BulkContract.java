package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.GoldenIntake.Accepted;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every vendor's form for many events owes the relay, asked of the golden events that may share a request. */
public abstract class BulkContract {

    private final Dialect dialect;
    private final Bulk bulk;
    private final GoldenIntake intake;
    private final List<List<Journalled>> groups;

    protected BulkContract(Dialect dialect) {
        this.dialect = dialect;
        this.bulk = dialect.bulk();
        this.intake = new GoldenIntake(dialect);
        this.groups = List.copyOf(grouped());
    }

    @Property(tries = 100)
    void joinedOnesMeanTheEventsInTheirOrder(@ForAll("ofOneKey") List<Journalled> events, @ForAll boolean isWrittenAnew)
            throws RejectedException {
        assertThatJoinMeans(events, isWrittenAnew);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 100})
    void soManyMakeOneRequest(int size) throws RejectedException {
        assertThat(bulk.maxEvents()).isGreaterThanOrEqualTo(size);
        for (List<Journalled> group : groups) {
            List<Journalled> events = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                events.add(group.get(i % group.size()));
            }
            assertThatJoinMeans(events, false);
            assertThatJoinMeans(events, true);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void joinGoesWhereManyAreTakenWithTheSameHead(boolean isWrittenAnew) throws RejectedException {
        for (List<Journalled> group : groups) {
            Journalled one = group.get(0);
            Outbound single = single(one, one, isWrittenAnew);
            Outbound joined = bulk.join(List.of(single, single));

            assertThat(joined.authorization()).isEqualTo(single.authorization());
            assertThat(joined.contentType()).isEqualTo(single.contentType());
            assertThat(GoldenIntake.secrets(intake.call(joined))).isEqualTo(GoldenIntake.secrets(intake.call(single)));
        }
    }

    @Provide
    Arbitrary<List<Journalled>> ofOneKey() {
        return Arbitraries.of(groups)
                .flatMap(group -> Arbitraries.of(group).list().ofMinSize(2).ofMaxSize(bulk.maxEvents()));
    }

    private void assertThatJoinMeans(List<Journalled> events, boolean isWrittenAnew) throws RejectedException {
        Journalled first = events.get(0);
        List<Outbound> singles = new ArrayList<>();
        for (Journalled event : events) {
            singles.add(single(event, first, isWrittenAnew));
        }
        List<Part.Meant> parts = intake.partsOf(bulk.join(singles), lenient(first.accepted.keys()));

        assertThat(parts).hasSameSizeAs(events);
        for (int i = 0; i < events.size(); i++) {
            Part.Meant expected = events.get(i).part;
            Event found = parts.get(i).event();
            assertThat(expected.event().context().timeMillis() == null ? GoldenIntake.untimed(found) : found)
                    .isEqualTo(expected.event());
            Claim claim = parts.get(i).claim();
            assertThat(claim.deviceId()).isEqualTo(GoldenIntake.deviceId(expected.claim()));
            assertThat(claim.sessionId()).isEqualTo(GoldenIntake.outboundSessionId(expected.claim()));
        }
    }

    private Outbound single(Journalled event, Journalled first, boolean isWrittenAnew) throws RejectedException {
        long accepted = GoldenIntake.ACCEPTED_MILLIS;
        List<Section.Key> keys = first.accepted.keys();
        return isWrittenAnew
                ? dialect.reencoded(event.accepted.envelope(event.part), accepted, keys)
                : dialect.outbound(event.accepted.envelope(event.part), accepted, keys);
    }

    private Collection<List<Journalled>> grouped() {
        Map<Object, List<Journalled>> groups = new LinkedHashMap<>();
        try {
            for (GoldenCase pair : intake.pairsWithEvents()) {
                Accepted accepted = intake.accept(pair);
                for (Part.Meant part : accepted.parts()) {
                    groups.computeIfAbsent(bulk.key(accepted.envelope(part)), key -> new ArrayList<>())
                            .add(new Journalled(pair, accepted, part));
                }
            }
        } catch (RejectedException e) {
            throw new AssertionError("accepted, and then refused", e);
        }
        assertThat(groups.values()).anyMatch(group -> group.size() > 2);
        return groups.values();
    }

    private Section lenient(List<Section.Key> keys) {
        return new Section(
                "demo",
                Map.of(dialect.label(), keys),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of());
    }

    /** An event as it lies in the journal. */
    record Journalled(GoldenCase pair, Accepted accepted, Part.Meant part) {
        @Override
        public String toString() {
            return pair + " " + part.event().type();
        }
    }
}
