package dev.weir.capacity;

import dev.weir.FreePort;
import dev.weir.redis.RedisProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many claims on budgets a Redis on this machine carries out in a second, by how many nodes hold some of each. */
final class Claims {

    private static final int TIMES = 20_000;
    private static final int AT_ONCE = 500;
    private static final int ANSWER_PARTS = 5;
    private static final Path SCRIPT = Path.of("src/main/resources/dev/weir/redis/lease.lua");

    private Claims() {}

    static double perSecond(int holders) throws Exception {
        int port = FreePort.next();
        try (RedisProcess redis = RedisProcess.at("127.0.0.1", port, List.of())) {
            redis.start();
            try (Socket socket = new Socket("127.0.0.1", port)) {
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                out.write(command("SCRIPT", "LOAD", Files.readString(SCRIPT)));
                in.readLine();
                String digest = in.readLine();
                claim(out, in, digest, holders, TIMES);
                long from = System.nanoTime();
                claim(out, in, digest, holders, TIMES);
                return TIMES * 1e9 / (System.nanoTime() - from);
            }
        }
    }

    /** As nodes do who give back one token and take one. */
    private static void claim(OutputStream out, BufferedReader in, String digest, int holders, int times)
            throws IOException {
        for (int sent = 0; sent < times; sent += AT_ONCE) {
            for (int i = 0; i < AT_ONCE; i++) {
                String node = "node-" + (sent + i) % holders;
                out.write(command(("EVALSHA " + digest + " 2 weir:budget:limit:shop weir:born " + node
                                + " 5000000 1 2 1 0 1 500 500 0 0 500 500 0")
                        .split(" ")));
            }
            for (int i = 0; i < AT_ONCE; i++) {
                expect(in.readLine(), "*" + ANSWER_PARTS);
                for (int part = 0; part < ANSWER_PARTS; part++) {
                    if (in.readLine().startsWith("$")) {
                        in.readLine();
                    }
                }
            }
        }
    }

    private static void expect(String line, String expected) throws IOException {
        if (!expected.equals(line)) {
            throw new IOException("Redis says " + line);
        }
    }

    private static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
