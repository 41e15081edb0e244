package dev.weir.connection;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of what is written to a connection the kernel takes before the client has room for it. Left to itself it takes megabytes
 * ({@code tcp_wmem}): thousands who do not read would use up what the machine has for all its sockets ({@code tcp_mem}), and an answer
 * would count as taken that nobody has read. What is on its way to a client that reads is bounded by the client's window alone, as
 * ever (tcp(7), TCP_NOTSENT_LOWAT). Safe for many threads.
 */
final class KernelShare {

    private static final Logger LOG = LoggerFactory.getLogger(KernelShare.class);
    private static final AtomicBoolean IS_TOLD = new AtomicBoolean();

    private KernelShare() {}

    /** Does nothing where the transport has no such option, which is NIO. */
    static void bound(ChannelConfig connection, int bytes) {
        try {
            if (!connection.setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) bytes)) {
                connection.setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, (long) bytes);
            }
        } catch (ChannelException unknown) {
            // Some sandboxes have a kernel of their own. Who has gone already is no matter either.
            if (!IS_TOLD.getAndSet(true)) {
                LOG.info("connections.kernel-share unbounded: {}", unknown.getMessage());
            }
        }
    }
}
