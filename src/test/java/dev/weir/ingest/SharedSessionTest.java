package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.ingest.ScriptedDialect.ScriptedCall;
import dev.weir.ingest.identity.OtherNodes;
import dev.weir.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests of devices that other nodes may know. */
final class SharedSessionTest {

    private final OtherNodes others = new OtherNodes(System::nanoTime);
    private final TestIntake one = new TestIntake(Section.Web.DEFAULT, null, others);
    private final TestIntake other = new TestIntake(Section.Web.DEFAULT, null, others);
    private final List<Reply> replies = new ArrayList<>();

    @Test
    void eventHasTheSessionThatAnotherNodeOpened() {
        send(one, one.dialect.next().from("device-1", "a1").view());
        send(other, other.dialect.next().from("device-1", "b2").view());

        assertThat(other.journal.last().sessionId()).isEqualTo("a1");
        assertThat(other.journal.last().clientSessionId()).isEqualTo("b2");
        assertThat(text(1)).as("what the client made it must get back").isEqualTo("200 device-1 b2");
    }

    @Test
    void requestGoesOnWhenItHasWaitedForLongEnough() {
        others.hold();
        send(one, one.dialect.next().from("device-1", "a1").view());
        assertThat(replies).isEmpty();
        assertThat(one.journal.batches()).isEmpty();
        others.answer();

        assertThat(text(0)).isEqualTo("200 device-1 a1");
        assertThat(one.journal.batches()).containsExactly(1);
    }

    @Test
    void deviceThatIsKnownHereWaitsForNobody() {
        send(one, one.dialect.next().view());
        others.hold();
        send(one, one.dialect.next().view());

        assertThat(replies).hasSize(2);
        assertThat(others.asked()).isEqualTo(1);
    }

    @Test
    void visitorWhoNamesNoDeviceIsNewToAll() {
        others.hold();
        send(one, one.dialect.next().from(null, null).view());

        assertThat(replies).hasSize(1);
        assertThat(others.asked()).isZero();
    }

    @Test
    void requestThatIsRefusedAfterTheWaitIsCountedOnce() {
        others.hold();
        one.journal.answerWith(Journal.Handover.DISK_FULL);
        send(one, one.dialect.next().view());
        others.answer();

        assertThat(text(0)).startsWith("503");
        assertThat(one.count("weir.received")).isEqualTo(1);
        assertThat(one.count("weir.rejected")).isEqualTo(1);
    }

    private void send(TestIntake intake, ScriptedCall call) {
        assertThat(call).isNotNull();
        intake.accept(replies::add);
    }

    private String text(int index) {
        return TestIntake.text(replies.get(index));
    }
}
