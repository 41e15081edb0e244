package dev.weir.relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.simulation.Saboteur.Crime;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * For any stream of events, any mood of the vendor and any crashes. The vendor acts on each idempotency key once, as its
 * document says; of full-syncs it takes all of a device, or none.
 */
final class CoalescingPropertyTest {

    private static final int TRIES = 100;
    private static final int SEEDS = 40;

    @Property(tries = TRIES)
    void theVendorHasTheSameWithCoalescingAndWithout(@ForAll long seed) {
        assertThat(Fate.coalesced(seed).differencesFrom(Fate.uncoalesced(seed))).isEmpty();
    }

    @Property(tries = TRIES)
    void theVendorsListsAreThoseOfTheVisitors(@ForAll long seed) {
        assertThat(Fate.coalesced(seed).wrongLists()).isEmpty();
    }

    @Property(tries = TRIES)
    void everyEventArrivesThatNoLaterFullSyncStandsFor(@ForAll long seed) {
        assertThat(Fate.coalesced(seed).missing()).isEmpty();
    }

    @Property(tries = TRIES)
    void eventsOfADeviceComeForTheFirstTimeInOrderAndAlwaysUnderTheSameKey(@ForAll long seed) {
        assertThat(Fate.coalesced(seed).faults()).isEmpty();
    }

    @Property(tries = TRIES)
    void afterACrashNoMoreComeTwiceThanWereHeldOrUnsaved(@ForAll long seed) {
        assertThat(Fate.coalesced(seed).tooManyTwice()).isEmpty();
    }

    @Property(tries = TRIES)
    void nothingIsSupersededWithoutCoalescing(@ForAll long seed) {
        assertThat(Fate.uncoalesced(seed).books().superseded()).isZero();
    }

    @Test
    void anEarlierSyncThatStandsForALaterOneIsFoundOut() {
        assertThat(found(Crime.KEEP_THE_EARLIER_SYNC, Fate::wrongLists)).anyMatch(fault -> fault.contains("should be"));
    }

    @Test
    void aLostEventIsFoundOut() {
        assertThat(found(Crime.LOSE_A_VIEW, Fate::missing)).anyMatch(fault -> fault.contains("VIEW"));
    }

    @Test
    void anEventThatOvertakesIsFoundOut() {
        assertThat(found(Crime.LET_OVERTAKE, Fate::faults)).anyMatch(fault -> fault.contains("came after"));
    }

    @Test
    void aChangedKeyIsFoundOut() {
        assertThat(found(Crime.CHANGE_THE_KEY, Fate::faults)).anyMatch(fault -> fault.contains("different keys"));
    }

    private static List<String> found(Crime crime, Function<Fate, List<String>> check) {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> Fate.coalesced(seed, crime))
                .flatMap(fate -> check.apply(fate).stream())
                .toList();
    }
}
