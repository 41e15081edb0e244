package dev.weir.redis;

import dev.weir.ingest.identity.SharedSessions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sessions in Redis: bounded in count and in age. */
final class RedisSessions implements SharedSessions {

    /** Without an answer at once: more would keep the connection busy for so long that it would count as lost. */
    private static final int MAX_SENT = 1024;

    private static final int REPLY_PARTS = 3;

    private final RedisLink link;
    private final String prefix;
    private final Duration answerWithin;
    private final long windowMillis;
    private final int maxSessions;
    private final RedisScript script = RedisScript.ofHashes("sessions.lua");
    private final Counter found;
    private final Counter begun;
    private final Counter late;
    /** Written and read on the link's loop. */
    private int sent;

    /**
     * @param window for how long a session is remembered after it was told of last, at least
     * @param maxSessions how many there may be, and as many again that are older
     */
    RedisSessions(RedisLink link, RedisOptions options, Duration window, int maxSessions, MeterRegistry meters) {
        this.link = link;
        this.prefix = options.prefix();
        this.answerWithin = options.answerWithin();
        this.windowMillis = window.toMillis();
        this.maxSessions = maxSessions;
        Outcomes asked = new Outcomes(
                "weir.sessions.shared",
                "Requests that waited for what other nodes knew of their device's session",
                meters);
        this.found = asked.of("found");
        this.begun = asked.of("begun");
        this.late = asked.of("late");
    }

    /** The script is there. */
    Future<Void> prepare(RedisConnection connection) {
        return script.prepare(connection);
    }

    @Override
    public boolean isReachable() {
        return link.isUp();
    }

    @Override
    public void open(Opening opening, Consumer<Known> learned, Runnable then) {
        Turn turn = link.turn(Vertx.currentContext(), answerWithin, then, late);
        send("open", opening, reply -> {
            Known known = known(reply);
            if (known == null) {
                turn.onNoAnswer();
                return;
            }
            (known.isNew() ? begun : found).increment();
            learned.accept(known);
            turn.onAnswer();
        });
    }

    @Override
    public void tell(Opening opening, Consumer<@Nullable Known> learned) {
        send("open", opening, reply -> learned.accept(known(reply)));
    }

    @Override
    public void replace(Opening opening) {
        send("replace", opening, unheard -> {});
    }

    private void send(String what, Opening opening, Consumer<@Nullable Response> whenAnswered) {
        link.execute(() -> {
            if (sent >= MAX_SENT) {
                whenAnswered.accept(null);
                return;
            }
            sent++;
            link.send(request(what, opening), reply -> {
                sent--;
                whenAnswered.accept(reply);
            });
        });
    }

    private Request request(String what, Opening opening) {
        String clientId = opening.clientId();
        return script.call(prefix + "sessions:young", prefix + "sessions:old")
                .arg(what)
                .arg(DeviceDigest.of(opening.section(), opening.deviceId()))
                .arg(opening.id())
                .arg(opening.otherwise())
                .arg(clientId == null ? "" : clientId)
                .arg(opening.idle().toMillis())
                .arg(windowMillis)
                .arg(maxSessions);
    }

    private static @Nullable Known known(@Nullable Response reply) {
        if (reply == null || reply.size() != REPLY_PARTS) {
            return null;
        }
        String clientId = reply.get(2).toString();
        return new Known(
                reply.get(1).toString(),
                clientId.isEmpty() ? null : clientId,
                "1".equals(reply.get(0).toString()));
    }
}
