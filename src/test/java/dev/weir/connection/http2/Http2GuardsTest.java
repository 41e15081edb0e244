package dev.weir.connection.http2;

import static dev.weir.Http2Frames.hello;
import static dev.weir.Http2Frames.ping;
import static dev.weir.Http2Frames.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.connection.ClosingAnswer;
import dev.weir.connection.StreamGuard;
import dev.weir.connection.http2.Http2Bounds.Counts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class Http2GuardsTest {

    private static final int MAX_CONTROL_FRAMES = 20;
    private static final Http2Bounds BOUNDS = new Http2Bounds(
            new Counts(5, MAX_CONTROL_FRAMES),
            new Counts(50, 10 * MAX_CONTROL_FRAMES),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(40),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60));

    private final Flushes flushes = new Flushes();
    private final Server server = new Server();
    private final EmbeddedChannel channel = new EmbeddedChannel(flushes, new ChannelInboundHandlerAdapter(), server);

    @AfterEach
    void noBufferIsLeft() {
        channel.finishAndReleaseAll();
    }

    /** Not on the embedded channel's loop, whose tasks are done in the midst of others. */
    @Test
    void whatIsAnsweredInOneTurnLeavesTogether() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        try {
            LocalChannel alone = new LocalChannel();
            loops.register(alone).sync();
            Flushes counted = new Flushes();
            Server answering = new Server();
            alone.pipeline().addLast(counted, new ChannelInboundHandlerAdapter(), answering);
            loops.submit(() -> {
                        stand(alone.pipeline());
                        answering.answer(8);
                        assertThat(counted.count).isZero();
                    })
                    .sync();

            assertThat(loops.submit(() -> counted.count).get()).isEqualTo(1);
        } finally {
            var unused = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsAnsweredWhileReadingLeavesWithTheEndOfTheRead() {
        server.answersToEachRead = 8;
        stand(channel.pipeline());
        // Of which the codec is given the preface, and then the rest.
        channel.writeInbound(Unpooled.wrappedBuffer(hello()));

        assertThat(flushes.count).isEqualTo(1);
        assertThat(channel.outboundMessages()).hasSize(2 * 8);
    }

    @Test
    void theLastWordOfTheGuardWaitsForNothing() {
        stand(channel.pipeline());
        channel.eventLoop().execute(() -> {
            channel.pipeline()
                    .fireChannelRead(Unpooled.wrappedBuffer(hello()))
                    .fireChannelRead(Unpooled.wrappedBuffer(repeat(MAX_CONTROL_FRAMES + 1, ping())));
            assertThat(flushes.count).isEqualTo(1);
        });
        channel.runPendingTasks();

        assertThat(flushes.count).isEqualTo(1);
    }

    private static void stand(ChannelPipeline pipeline) {
        StreamGuard guard = new Http2Guards(
                        BOUNDS,
                        (fault, unread) -> new ClosingAnswer(fault.status(), List.of(), new byte[] {}),
                        new SimpleMeterRegistry())
                .guard();
        guard.onBegin(pipeline.context(ChannelInboundHandlerAdapter.class));
    }

    /** As Vert.x does: each answer by itself. */
    private static final class Server extends ChannelInboundHandlerAdapter {
        private @Nullable ChannelHandlerContext context;
        private int answersToEachRead;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ((ByteBuf) message).release();
            answer(answersToEachRead);
        }

        private void answer(int times) {
            for (int i = 0; i < times; i++) {
                var unused = Objects.requireNonNull(context).writeAndFlush(Unpooled.wrappedBuffer(ping()));
            }
        }
    }

    private static final class Flushes extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void flush(ChannelHandlerContext ctx) {
            count++;
            ctx.flush();
        }
    }
}
