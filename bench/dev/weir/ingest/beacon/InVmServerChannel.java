package dev.weir.ingest.beacon;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalServerChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Listens within the JVM, but says that it has a host and a port, which Vert.x asks for: another one listens for it, and its
 * connections are passed on.
 */
final class InVmServerChannel extends AbstractServerChannel {

    private final ChannelConfig config = new DefaultChannelConfig(this) {
        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            // Those of sockets mean nothing here.
            super.setOption(option, value);
            return true;
        }
    };
    private final LocalServerChannel listening = new LocalServerChannel();
    private boolean isOpen = true;
    private InetSocketAddress address;

    @Override
    protected void doBind(SocketAddress wanted) {
        address = (InetSocketAddress) wanted;
        listening.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object connection) {
                pipeline().fireChannelRead(connection);
            }
        });
        eventLoop().register(listening);
        listening.bind(InVm.at(address.getPort()));
    }

    @Override
    protected void doClose() {
        isOpen = false;
        listening.close();
    }

    /** The other one reads by itself. */
    @Override
    protected void doBeginRead() {}

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return address;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public boolean isActive() {
        return isOpen && address != null;
    }
}
