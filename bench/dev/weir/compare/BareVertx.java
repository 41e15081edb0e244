package dev.weir.compare;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.transport.Transport;

/** The least that a server on Vert.x can do: read the body, and answer the same to everybody. HTTP/1.1 and h2c, one event loop. */
final class BareVertx {

    private static final Buffer ANSWER = Buffer.buffer(Requests.ANSWER);

    private BareVertx() {}

    /** @param args the port on the loopback, and {@code epoll} or {@code io_uring} */
    public static void main(String[] args) {
        Transport transport = transport(args[1]);
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .withTransport(transport)
                .build();
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(args[0])))
                .requestHandler(request -> request.body()
                        .onSuccess(body -> request.response()
                                .putHeader("content-type", "application/json")
                                .end(ANSWER)))
                .listen()
                .onFailure(failure -> {
                    System.err.println(failure);
                    System.exit(1);
                });
    }

    private static Transport transport(String name) {
        if (name.equals("io_uring")) {
            return Transport.IO_URING;
        }
        return Transport.EPOLL.available() ? Transport.EPOLL : Transport.NIO;
    }
}
