package dev.weir.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What Redis runs for us by the digest of its text. Confined to the link's loop, once it is made. */
final class RedisScript {

    private final String text;
    private String digest = "";

    private RedisScript(String text) {
        this.text = text;
    }

    /** @param name of the file in the jar */
    static RedisScript of(String name) {
        return new RedisScript(text(name));
    }

    /** One that keeps what it has in two hashes; see {@code hashes.lua}. */
    static RedisScript ofHashes(String name) {
        return new RedisScript(text("hashes.lua") + text(name));
    }

    static String text(String name) {
        try (InputStream in = RedisScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The script is there, and may be called over this connection from now on. */
    Future<Void> prepare(RedisConnection connection) {
        return connection
                .send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(text))
                .onSuccess(loaded -> digest = loaded.toString())
                .mapEmpty();
    }

    /** A call that works on one key; its other arguments are to be added. */
    Request call(String key) {
        return Request.cmd(Command.EVALSHA).arg(digest).arg(1).arg(key);
    }

    /** A call that works on two keys; its other arguments are to be added. */
    Request call(String first, String second) {
        return Request.cmd(Command.EVALSHA).arg(digest).arg(2).arg(first).arg(second);
    }
}
