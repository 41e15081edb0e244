package dev.weir.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes devices out of all that is kept by device. Safe for many threads. */
final class RedisErasure {

    private static final List<String> HASHES = List.of("sessions:young", "sessions:old", "carts:young", "carts:old");
    /** In one command, which keeps everybody else waiting. */
    private static final int MOST_AT_ONCE = 500;

    private static final long LIMIT_SECONDS = 10;

    private final RedisLink link;
    private final String prefix;

    RedisErasure(RedisLink link, String prefix) {
        this.link = link;
        this.prefix = prefix;
    }

    /** Waits; see {@link dev.weir.state.SharedCarts#forget}. */
    void forget(String section, Set<String> deviceIds) throws IOException, InterruptedException {
        List<String> devices = deviceIds.stream()
                .map(deviceId -> DeviceDigest.of(section, deviceId))
                .toList();
        CompletableFuture<Void> done = new CompletableFuture<>();
        link.execute(() -> send(requests(devices), done));
        try {
            done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException(
                    "redis: does not answer (expected: a Redis, from which a person is erased, too)", failure);
        }
    }

    private List<Request> requests(List<String> devices) {
        List<Request> requests = new ArrayList<>();
        for (int from = 0; from < devices.size(); from += MOST_AT_ONCE) {
            for (String hash : HASHES) {
                Request request = Request.cmd(Command.HDEL).arg(prefix + hash);
                devices.subList(from, Math.min(devices.size(), from + MOST_AT_ONCE))
                        .forEach(request::arg);
                requests.add(request);
            }
        }
        return requests;
    }

    /** Answers come in the order of the commands: the last one's is that of all. */
    private void send(List<Request> requests, CompletableFuture<Void> done) {
        if (requests.isEmpty()) {
            done.complete(null);
        }
        for (int i = 0; i < requests.size(); i++) {
            boolean isLast = i == requests.size() - 1;
            link.send(requests.get(i), reply -> {
                if (reply == null) {
                    done.completeExceptionally(new IOException("no answer"));
                } else if (isLast) {
                    done.complete(null);
                }
            });
        }
    }
}
