package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UnreadAnswersTest {

    private static final int ANSWER_BYTES = 4_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ListenerGuard guard = new ListenerGuard(
            "public",
            new ConnectionBounds(
                    10,
                    10,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    3 * ANSWER_BYTES,
                    true,
                    true),
            address -> false,
            (fault, request) -> new ClosingAnswer(fault.status(), List.of(), new byte[0]),
            () -> StreamGuard.NONE,
            registry);
    private final List<Unread> channels = List.of(new Unread(), new Unread(), new Unread());

    UnreadAnswersTest() {
        // As if all were of one event loop.
        Deadlines deadlines = guard.deadlines(channels.get(0).eventLoop());
        channels.forEach(each -> each.pipeline().addLast(new ConnectionGuard(guard, deadlines)));
    }

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertThat(unread()).isZero();
    }

    @Test
    void withinTheBoundNobodyIsCut() {
        channels.forEach(each -> each.answer(ANSWER_BYTES / 2));

        assertThat(channels).allMatch(EmbeddedChannel::isOpen);
        assertThat(unread()).isGreaterThanOrEqualTo(3 * ANSWER_BYTES / 2.0);
    }

    @Test
    void beyondItTheOneIsCutWhoHasNotReadForLongest() {
        channels.forEach(each -> each.answer(ANSWER_BYTES));
        channels.get(0).runPendingTasks();

        assertThat(channels.stream().map(EmbeddedChannel::isOpen)).containsExactly(false, true, true);
        assertThat(registry.get("weir.connections.cut")
                        .tag("reason", "unread-answer")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double unread() {
        return registry.get("weir.connections.unread.bytes").gauge().value();
    }

    /** Its client takes nothing. */
    private static final class Unread extends EmbeddedChannel {
        @Override
        protected void doWrite(ChannelOutboundBuffer waiting) {}

        void answer(int bytes) {
            var unused = writeAndFlush(Unpooled.wrappedBuffer(new byte[bytes]));
        }
    }
}
