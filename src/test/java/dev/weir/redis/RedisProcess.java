package dev.weir.redis;

import dev.weir.Await;
import dev.weir.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A real Redis in a process of its own, that can be killed, halted, and started again at the same port. */
public final class RedisProcess implements AutoCloseable {

    private final String host;
    private final int port;
    private final List<String> command;
    private Process process;

    private RedisProcess(String host, int port, List<String> command) {
        this.host = host;
        this.port = port;
        this.command = command;
    }

    /** @param settings as on Redis's command line, such as {@code --requirepass secret} */
    public static RedisProcess running(String... settings) throws Exception {
        RedisProcess redis = ofFreePort(settings);
        redis.start();
        return redis;
    }

    /** One that is not running yet. */
    public static RedisProcess ofFreePort(String... settings) throws Exception {
        return at("127.0.0.1", FreePort.next(), List.of(), settings);
    }

    /**
     * One that is not running yet, and will be reached by this address.
     *
     * @param launcher what stands before the command, such as {@code ip netns exec}; may be empty
     */
    public static RedisProcess at(String host, int port, List<String> launcher, String... settings) throws Exception {
        List<String> command = new ArrayList<>(launcher);
        command.add(ExecutableProvider.newJarResourceProvider().get().getPath());
        command.addAll(List.of("--port", Integer.toString(port), "--bind", host));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
        command.addAll(List.of(settings));
        return new RedisProcess(host, port, command);
    }

    /** Starts it, with nothing in it. */
    public void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        Await.until("Redis listens", this::isListening);
    }

    public String url() {
        return "redis://" + host + ":" + port;
    }

    public void kill() {
        process.destroyForcibly();
        Await.until("Redis is gone", () -> !process.isAlive());
    }

    /** It stays where it is and does nothing. */
    public void halt() throws Exception {
        signal("STOP");
    }

    public void goOn() throws Exception {
        signal("CONT");
    }

    /** What it answers to an inline command, as far as one read goes. */
    public String ask(String command) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[64 << 10];
            int length = socket.getInputStream().read(answer);
            return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor(5, TimeUnit.SECONDS);
    }

    private boolean isListening() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
