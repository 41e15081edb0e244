package dev.weir.connection;

import dev.weir.Await;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** An event loop without sockets that counts how often it has looked at them. */
final class CountedLoop implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, counting());
    private final IoEventLoop loop = group.next();
    private int turn;

    IoEventLoop executor() {
        return loop;
    }

    /** How often it has looked so far. To be asked on the loop. */
    int turn() {
        return turn;
    }

    /** Runs it on the loop, and waits until that is done. */
    void run(Runnable task) {
        loop.submit(task).syncUninterruptibly();
    }

    /** Waits until it is so on the loop. */
    void await(Callable<Boolean> condition) {
        Await.until("it", () -> loop.submit(condition).syncUninterruptibly().getNow());
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private IoHandlerFactory counting() {
        IoHandlerFactory local = LocalIoHandler.newFactory();
        return executor -> new Counting(local.newHandler(executor));
    }

    private final class Counting implements IoHandler {
        private final IoHandler handler;

        Counting(IoHandler handler) {
            this.handler = handler;
        }

        @Override
        public int run(IoHandlerContext context) {
            turn++;
            return handler.run(context);
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return handler.register(handle);
        }

        @Override
        public void wakeup() {
            handler.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return handler.isCompatible(handleType);
        }
    }
}
