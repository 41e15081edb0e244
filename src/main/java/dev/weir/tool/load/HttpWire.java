package dev.weir.tool.load;

import dev.weir.tool.send.SampleRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Requests over a bounded number of connections; what has none waits for one. Safe for one caller. */
final class HttpWire implements Pacer.Wire {

    private static final int CONNECT_MILLIS = 5_000;

    private final Context context;
    private final HttpClient client;
    private final LoadPlan plan;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final String base;

    HttpWire(Vertx vertx, LoadPlan plan, Recorder recorder, LongSupplier clock) {
        URI server = plan.server();
        boolean isTls = "https".equals(server.getScheme());
        HttpClientOptions options = new HttpClientOptions()
                .setDefaultHost(server.getHost())
                .setDefaultPort(server.getPort() >= 0 ? server.getPort() : isTls ? 443 : 80)
                .setSsl(isTls)
                .setUseAlpn(isTls && plan.isHttp2())
                .setProtocolVersion(plan.isHttp2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpNoDelay(true);
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(plan.connections())
                .setHttp2MaxSize(plan.connections())
                .setMaxWaitQueueSize(plan.maxInFlight());
        this.client = vertx.httpClientBuilder().with(options).with(pool).build();
        this.context = vertx.getOrCreateContext();
        this.plan = plan;
        this.recorder = recorder;
        this.clock = clock;
        String path = server.getRawPath();
        this.base = path == null || path.equals("/") ? "" : path;
    }

    @Override
    public void fire(SampleRequest request, long intended, long handed) {
        context.runOnContext(unused -> send(request, intended, handed));
    }

    private void send(SampleRequest sample, long intended, long handed) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(sample.method()))
                .setURI(base + sample.target())
                .setIdleTimeout(plan.timeout().toMillis());
        client.request(options)
                .onSuccess(request -> exchange(request, sample, intended, handed))
                .onFailure(failure -> recorder.onFailure(intended, clock.getAsLong(), "not connected"));
    }

    private void exchange(HttpClientRequest request, SampleRequest sample, long intended, long handed) {
        long started = clock.getAsLong();
        request.putHeader("user-agent", "weir-load").putHeader("weir-verdicts", "1");
        if (!sample.authorization().isEmpty()) {
            request.putHeader("authorization", sample.authorization());
        }
        if (!sample.contentType().isEmpty()) {
            request.putHeader("content-type", sample.contentType());
        }
        request.send(sample.body())
                .compose(response -> response.end().map(response))
                .onSuccess(response -> settle(response, intended, handed, started))
                .onFailure(failure -> recorder.onFailure(
                        intended,
                        clock.getAsLong(),
                        failure instanceof TimeoutException ? "no answer in time" : "connection lost"));
    }

    private void settle(HttpClientResponse response, long intended, long handed, long started) {
        int status = response.statusCode();
        String ack = response.getHeader("weir-ack");
        recorder.onAnswer(
                intended,
                handed,
                started,
                clock.getAsLong(),
                status,
                outcome(status, response.getHeader("weir-verdicts")),
                ack == null ? "" : ack);
    }

    /** The status, and beside it the reason of a refusal, or that the event was there before. */
    static String outcome(int status, @Nullable String verdicts) {
        if (verdicts == null || verdicts.equals("accepted") || verdicts.length() > 200) {
            return Integer.toString(status);
        }
        int reason = verdicts.indexOf("reason=");
        return status + " " + (reason < 0 ? verdicts : verdicts.substring(reason + "reason=".length()));
    }
}
