package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.ingest.ScriptedDialect.ScriptedCall;
import dev.weir.journal.Journal;
import dev.weir.state.SharedKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that other nodes may know, who say so when the test has them. */
final class SharedRepetitionTest {

    private static final String ACCEPTED = "200 device-1 session-1";

    private final OtherNodes others = new OtherNodes();
    private final TestIntake intake = new TestIntake(Section.Web.DEFAULT, others);
    private final List<Reply> replies = new ArrayList<>();

    @AfterEach
    void theBooksBalance() {
        assertThat(intake.count("weir.received"))
                .isEqualTo(intake.count("weir.accepted")
                        + intake.count("weir.duplicates")
                        + intake.count("weir.rejected")
                        + intake.count("weir.answered"));
    }

    @Test
    void whatNobodyKnowsIsAcceptedOnceTheyHaveSaidSo() {
        send(call().purchase("o1"));
        assertThat(replies).isEmpty();
        others.answer(0, SharedKeys.Standing.FREE);

        assertThat(text(0)).isEqualTo(ACCEPTED);
        assertThat(intake.journal.batches()).containsExactly(1);
        assertThat(others.told).containsExactly("keep 0");
    }

    @Test
    void whatAnotherHasAcceptedIsARepetition() {
        send(call().purchase("o1"));
        others.answer(0, SharedKeys.Standing.KEPT);

        assertThat(text(0)).isEqualTo(ACCEPTED);
        assertThat(replies.get(0).verdicts()).isEqualTo("duplicate");
        assertThat(intake.journal.batches()).isEmpty();
        assertThat(others.told).isEmpty();
    }

    @Test
    void whatIsKnownHereIsNotAskedOfOthers() {
        send(call().purchase("o1"));
        others.answer(0, SharedKeys.Standing.KEPT);
        send(call().purchase("o1"));

        assertThat(replies.get(1).verdicts()).isEqualTo("duplicate");
        assertThat(others.asked).hasSize(1);
    }

    @Test
    void whatAnotherIsAboutIsToComeAgain() {
        send(call().purchase("o1"));
        others.answer(0, SharedKeys.Standing.UNDER_WAY);

        assertThat(text(0)).startsWith("503");
        assertThat(others.told).isEmpty();

        send(call().purchase("o1"));
        others.answer(1, SharedKeys.Standing.FREE);
        assertThat(replies.get(1).verdicts()).isEqualTo("accepted");
    }

    @Test
    void whereNobodyCanBeAskedWhatIsKnownHereCounts() {
        send(call().purchase("o1"));
        others.answer(0, SharedKeys.Standing.UNKNOWN);
        send(call().purchase("o1"));

        assertThat(replies.get(0).verdicts()).isEqualTo("accepted");
        assertThat(replies.get(1).verdicts()).isEqualTo("duplicate");
    }

    @Test
    void ofSeveralEventsThoseAreAcceptedThatNobodyKnows() {
        send(call().purchase("o1").view().purchase("o2"));
        others.answer(1, SharedKeys.Standing.FREE);
        others.answer(0, SharedKeys.Standing.KEPT);

        assertThat(replies.get(0).verdicts()).isEqualTo("duplicate, accepted, accepted");
        assertThat(intake.journal.batches()).containsExactly(2);
        assertThat(others.told).containsExactly("keep 1");
    }

    @Test
    void whatTheJournalDoesNotTakeOthersMayAccept() {
        intake.journal.answerWith(Journal.Handover.DISK_FULL);
        send(call().purchase("o1"));
        others.answer(0, SharedKeys.Standing.FREE);

        assertThat(text(0)).startsWith("503");
        assertThat(others.told).containsExactly("drop 0");
    }

    @Test
    void theSameEventMeanwhileWaitsForTheFirst() {
        send(call().purchase("o1"));
        send(call().purchase("o1"));
        assertThat(replies).isEmpty();
        others.answer(0, SharedKeys.Standing.KEPT);

        assertThat(replies).extracting(Reply::verdicts).containsExactly("duplicate", "duplicate");
        assertThat(others.asked).hasSize(1);
    }

    @Test
    void eventsWithoutANameAreNobodyElsesBusiness() {
        send(call().view());

        assertThat(text(0)).isEqualTo(ACCEPTED);
        assertThat(others.asked).isEmpty();
    }

    private ScriptedCall call() {
        return intake.dialect.next();
    }

    /** @param call what the dialect makes of the next request */
    private void send(ScriptedCall call) {
        assertThat(call).isNotNull();
        intake.accept(replies::add);
    }

    private String text(int index) {
        return TestIntake.text(replies.get(index));
    }

    /** Names keys by the order in which they were asked for. */
    private static final class OtherNodes implements SharedKeys {
        final List<Consumer<Standing>> asked = new ArrayList<>();
        final List<String> told = new ArrayList<>();
        private final Map<String, Integer> numbers = new LinkedHashMap<>();

        void answer(int index, Standing standing) {
            asked.get(index).accept(standing);
        }

        @Override
        public void claim(String key, Consumer<Standing> answered) {
            numbers.put(key, asked.size());
            asked.add(answered);
        }

        @Override
        public void keep(String key) {
            told.add("keep " + numbers.get(key));
        }

        @Override
        public void drop(String key) {
            told.add("drop " + numbers.get(key));
        }
    }
}
