package dev.weir.ingest.beacon;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;

/** Connections that stay within the JVM, so that no kernel is measured: the whole of Vert.x on top of queues. */
final class InVm implements Transport, io.vertx.core.spi.transport.Transport {

    private static final int PORT = 80;

    /** Where a server that listens on this port is found. */
    static LocalAddress at(int port) {
        return new LocalAddress("in-vm-" + port);
    }

    @Override
    public String name() {
        return "in-vm";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return this;
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return SocketAddress.inetSocketAddress(PORT, "127.0.0.1");
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return LocalIoHandler.newFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return LocalChannel::new;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return InVmServerChannel::new;
    }

    /** They have no options of sockets. */
    @Override
    public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {}

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {}

    @Override
    @SuppressWarnings("deprecation") // as the interface has it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        throw new UnsupportedOperationException();
    }
}
