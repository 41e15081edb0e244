package dev.weir.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LedgerTest {

    private static final int DEVICE = 1;
    private static final int OTHER = 2;
    private static final int DEVICES = 3;
    private static final int PHASE = 0;

    private final Ledger ledger = new Ledger(4);

    @Test
    void whatWasAcknowledgedAndDidNotArriveIsOwed() {
        int first = sent(DEVICE, Answer.ACKNOWLEDGED);
        int second = sent(DEVICE, Answer.ACKNOWLEDGED);
        sent(DEVICE, Answer.REFUSED);
        sent(DEVICE, Answer.UNANSWERED);
        ledger.arrived(first, 7);

        assertThat(ledger.owed(0, ledger.sent())).isOne();
        assertThat(ledger.firstOwed()).isEqualTo(second);
        assertThat(ledger.owed(0, second)).isZero();
    }

    @Test
    void whatArrivesBeforeItIsAcknowledgedIsNotOwed() {
        int event = ledger.sending(DEVICE, PHASE);
        ledger.arrived(event, 7);
        ledger.answered(event, Answer.ACKNOWLEDGED);

        assertThat(ledger.owed(0, 1)).isZero();
        assertThat(ledger.delivered(PHASE, Answer.ACKNOWLEDGED)).isOne();
    }

    @Test
    void aRepetitionUnderTheSameKeyIsCountedAndOneUnderAnotherIsTold() {
        int event = sent(DEVICE, Answer.ACKNOWLEDGED);
        ledger.arrived(event, 7);
        ledger.arrived(event, 7);
        assertThat(ledger.repeated(PHASE)).isOne();
        assertThat(ledger.rekeyed()).isZero();

        ledger.arrived(event, 8);
        assertThat(ledger.rekeyed()).isOne();
    }

    @Test
    void whatWasNeverSentIsTold() {
        ledger.arrived(0, 7);
        ledger.arrived(-1, 7);

        assertThat(ledger.strangers()).isEqualTo(2);
    }

    @Test
    void anEventThatArrivesBeforeAnEarlierOneOfItsDeviceIsAnInversion() {
        int first = sent(DEVICE, Answer.ACKNOWLEDGED);
        int second = sent(DEVICE, Answer.ACKNOWLEDGED);
        ledger.arrived(second, 8);
        ledger.arrived(first, 7);
        ledger.arrived(second, 8);

        assertThat(ledger.inversions(DEVICES)).isOne();
        assertThat(ledger.successions(DEVICES)).isOne();
    }

    @Test
    void whoOvertakesWhatAnotherIntakeHasInItsSpillWasMoved() {
        int spilled = sent(DEVICE, Answer.ACKNOWLEDGED);
        int moved = sent(DEVICE, Answer.ACKNOWLEDGED);
        int stayed = sent(DEVICE, Answer.ACKNOWLEDGED);
        ledger.answeredBy(spilled, 1, true);
        ledger.answeredBy(moved, 2, false);
        ledger.answeredBy(stayed, 1, false);
        ledger.arrived(moved, 8);
        ledger.arrived(stayed, 9);
        ledger.arrived(spilled, 7);

        assertThat(ledger.inversions(DEVICES)).isEqualTo(2);
        assertThat(ledger.movedInversions(DEVICES)).isOne();
    }

    @Test
    void whoOvertakesWhatWasReplicatedWasNotMoved() {
        int first = sent(DEVICE, Answer.ACKNOWLEDGED);
        int second = sent(DEVICE, Answer.ACKNOWLEDGED);
        ledger.answeredBy(first, 1, false);
        ledger.answeredBy(second, 2, false);
        ledger.arrived(second, 8);
        ledger.arrived(first, 7);

        assertThat(ledger.inversions(DEVICES)).isOne();
        assertThat(ledger.movedInversions(DEVICES)).isZero();
    }

    @Test
    void devicesAndWhatWasNotAcknowledgedHaveNoOrder() {
        int unanswered = sent(DEVICE, Answer.UNANSWERED);
        int first = sent(OTHER, Answer.ACKNOWLEDGED);
        int second = sent(DEVICE, Answer.ACKNOWLEDGED);
        ledger.arrived(second, 9);
        ledger.arrived(first, 8);
        ledger.arrived(unanswered, 7);

        assertThat(ledger.inversions(DEVICES)).isZero();
        assertThat(ledger.successions(DEVICES)).isZero();
    }

    @Test
    void aRepetitionOfAnEarlierEventIsNoInversion() {
        int first = sent(DEVICE, Answer.ACKNOWLEDGED);
        int second = sent(DEVICE, Answer.ACKNOWLEDGED);
        ledger.arrived(first, 7);
        ledger.arrived(second, 8);
        ledger.arrived(first, 7);

        assertThat(ledger.inversions(DEVICES)).isZero();
    }

    @Test
    void noMoreEventsThanThereIsRoomFor() {
        for (int i = 0; i < 4; i++) {
            sent(DEVICE, Answer.LIMITED);
        }

        assertThatThrownBy(() -> ledger.sending(DEVICE, PHASE)).hasMessageContaining("no room for more than 4");
    }

    private int sent(int device, Answer answer) {
        int event = ledger.sending(device, PHASE);
        ledger.answered(event, answer);
        return event;
    }
}
