package dev.weir.ingest.beacon;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Connections that send the same request again and again, on the server's own event loop, so that one thread does all the work. */
final class InVmClients {

    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final EventLoop loop;
    private final ByteBuf request;
    private final List<Channel> channels = new ArrayList<>();
    private final Semaphore finished = new Semaphore(0);
    private final ArrayDeque<Channel> ready = new ArrayDeque<>();
    private final Runnable sendToReady = this::sendToReady;
    private boolean isSending;
    private int toSend;
    private int toCome;
    private long answers;
    private volatile String fault = "";

    private InVmClients(EventLoop loop, ByteBuf request) {
        this.loop = loop;
        this.request = request;
    }

    static InVmClients connect(Vertx vertx, LocalAddress server, int connections, ByteBuf request)
            throws InterruptedException {
        EventLoop loop = ((VertxInternal) vertx).nettyEventLoopGroup().next();
        InVmClients clients = new InVmClients(loop, request);
        for (int i = 0; i < connections; i++) {
            clients.channels.add(clients.connect(server));
        }
        return clients;
    }

    private Channel connect(LocalAddress server) throws InterruptedException {
        return new Bootstrap()
                .group(loop)
                .channel(LocalChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Client());
                    }
                })
                .connect(server)
                .sync()
                .channel();
    }

    /** Sends so many, one at a time on each connection, and returns when all are answered with 200. */
    long exchange(int requests) throws InterruptedException {
        loop.execute(() -> {
            toSend = requests;
            toCome = requests;
            ready.clear();
            ready.addAll(channels);
            sendToReady();
        });
        finished.acquire();
        if (!fault.isEmpty()) {
            throw new IllegalStateException(fault);
        }
        return answers;
    }

    /** Never out of a read: that is within the other end's flush, which would not take up what is flushed meanwhile. */
    private void sendToReady() {
        isSending = false;
        for (int left = ready.size(); left > 0; left--) {
            Channel channel = ready.remove();
            if (toSend > 0) {
                toSend--;
                channel.writeAndFlush(request.duplicate(), channel.voidPromise());
            }
        }
    }

    private void onAnswer(Channel channel) {
        answers++;
        toCome--;
        if (toCome == 0) {
            finished.release();
            return;
        }
        ready.add(channel);
        if (!isSending) {
            isSending = true;
            loop.execute(sendToReady);
        }
    }

    private void onFault(String what) {
        fault = what;
        finished.release();
    }

    /** An answer may come in pieces; the last one ends with the brace of its JSON. */
    private final class Client extends ChannelInboundHandlerAdapter {
        private boolean isWithin;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            int first = bytes.readerIndex();
            boolean isSuccess = isWithin || bytes.getByte(first + STATUS_AT) == '2';
            boolean isLast = bytes.getByte(bytes.writerIndex() - 1) == '}';
            bytes.release();
            isWithin = !isLast;
            if (!isSuccess) {
                onFault("not answered with 200");
            } else if (isLast) {
                onAnswer(context.channel());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            onFault("the server closed a connection");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            onFault(cause.toString());
        }
    }
}
