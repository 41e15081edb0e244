package dev.weir.connection;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;

/**
 * A transport whose listening sockets have a {@link Gatekeeper}, and which is the one that it wraps in all else. Sockets that
 * are opened to others are not guarded. Safe for many threads.
 */
public final class GuardedTransport implements Transport {

    private final Transport chosen;
    private final Guarded implementation;

    public GuardedTransport(Transport chosen, ListenerGuard guard) {
        this(chosen, guard, UnaryOperator.identity());
    }

    /**
     * One whose event loops are watched as well.
     *
     * @param watching puts something between the loops and what they do for sockets
     */
    public GuardedTransport(Transport chosen, ListenerGuard guard, UnaryOperator<IoHandlerFactory> watching) {
        this.chosen = chosen;
        this.implementation = new Guarded(chosen.implementation(), new Gatekeeper(guard), watching);
    }

    @Override
    public String name() {
        return chosen.name();
    }

    @Override
    public boolean available() {
        return chosen.available();
    }

    @Override
    public Throwable unavailabilityCause() {
        return chosen.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return implementation;
    }

    /** What Vert.x asks for sockets; most answers are the chosen transport's. */
    private record Guarded(
            io.vertx.core.spi.transport.Transport chosen,
            Gatekeeper gatekeeper,
            UnaryOperator<IoHandlerFactory> watching)
            implements io.vertx.core.spi.transport.Transport {

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            ChannelFactory<? extends ServerChannel> factory = chosen.serverChannelFactory(domainSocket);
            return () -> {
                ServerChannel listening = factory.newChannel();
                // Vert.x puts its acceptor last.
                listening.pipeline().addFirst(gatekeeper);
                return listening;
            };
        }

        @Override
        public boolean supportsDomainSockets() {
            return chosen.supportsDomainSockets();
        }

        @Override
        public boolean supportFileRegion() {
            return chosen.supportFileRegion();
        }

        @Override
        public boolean isAvailable() {
            return chosen.isAvailable();
        }

        @Override
        public Throwable unavailabilityCause() {
            return chosen.unavailabilityCause();
        }

        @Override
        public java.net.SocketAddress convert(SocketAddress address) {
            return chosen.convert(address);
        }

        @Override
        public SocketAddress convert(java.net.SocketAddress address) {
            return chosen.convert(address);
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return watching.apply(chosen.ioHandlerFactory());
        }

        @Override
        public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory threadFactory, int ioRatio) {
            // Not the chosen one's, whose loops would not be watched.
            return io.vertx.core.spi.transport.Transport.super.eventLoopGroup(type, threads, threadFactory, ioRatio);
        }

        @Override
        @SuppressWarnings("deprecation") // as the interface has it
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return chosen.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
            return chosen.datagramChannelFactory();
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return chosen.channelFactory(domainSocket);
        }

        @Override
        public void configure(DatagramChannel channel, DatagramSocketOptions options) {
            chosen.configure(channel, options);
        }

        @Override
        public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
            chosen.configure(config, domainSocket, bootstrap);
        }

        @Override
        public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
            chosen.configure(config, domainSocket, bootstrap);
        }
    }
}
