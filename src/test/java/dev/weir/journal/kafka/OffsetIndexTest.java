package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.kafka.OffsetIndex.Place;
import org.junit.jupiter.api.Test;

class OffsetIndexTest {

    private final OffsetIndex index = new OffsetIndex(new Place(11, 100));

    @Test
    void whatIsNotReadYetIsAtTheEnd() {
        assertThat(index.floor(11)).isEqualTo(new Place(11, 100));
        fill(1000);
        assertThat(index.floor(1011)).isEqualTo(new Place(1011, 1100));
        assertThat(index.floor(5000)).isEqualTo(new Place(1011, 1100));
    }

    @Test
    void aNumberIsFoundNotFarBehindAPlaceThatIsKnown() {
        fill(100_000);
        for (long seq = 11; seq < 100_011; seq += 17) {
            Place place = index.floor(seq);
            assertThat(place.seq()).isBetween(seq - 64, seq);
            assertThat(place.offset() - place.seq()).isEqualTo(89);
        }
    }

    @Test
    void placesGrowSparseBeforeTheyGrowMany() {
        fill(2_000_000);
        Place place = index.floor(1_500_000);
        assertThat(place.seq()).isBetween(1_500_000 - 1024L, 1_500_000L);
        assertThat(place.offset() - place.seq()).isEqualTo(89);
        assertThat(index.floor(11)).isEqualTo(new Place(11, 100));
    }

    @Test
    void whatNobodyNeedsIsForgottenButForTheNearestPlace() {
        fill(10_000);
        index.release(5000);
        assertThat(index.floor(5000).seq()).isBetween(4936L, 5000L);
        assertThat(index.floor(11).seq()).isGreaterThan(4900);
    }

    @Test
    void theFirstPlaceFromAnOffsetIsWhereALateReaderGoesOn() {
        fill(1000);
        Place place = index.firstFrom(500);
        assertThat(place).isNotNull();
        assertThat(place.offset()).isBetween(500L, 564L);
        assertThat(index.firstFrom(1100)).isEqualTo(new Place(1011, 1100));
        assertThat(index.firstFrom(1101)).isNull();
    }

    private void fill(int records) {
        for (int i = 0; i < records; i++) {
            index.add(new Place(11 + i, 100 + i), new Place(12 + i, 101 + i));
        }
    }
}
