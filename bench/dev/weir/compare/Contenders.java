package dev.weir.compare;

import dev.weir.compare.Contender.Entry;
import dev.weir.compare.Requests.Shape;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that can be compared here, and why what cannot is not. Confined to the thread that starts them. */
final class Contenders implements AutoCloseable {

    /** What the others are held against. */
    static final String CONTROL = "vertx";

    private static final List<String> ALL = List.of(
            CONTROL,
            "vertx-uring",
            "netty",
            "nginx-pixel",
            "nginx-lua",
            "weir-intake",
            "weir-intake-uring",
            "weir-fsync",
            "weir-memory");
    private static final String CONSTANT = "reads the body, constant answer";
    private static final String INTAKE = "on disk before the answer; its sink is paused, delivery is owed";
    private static final String WEIR_CONFIG = "bench/compare.d/weir.yaml";
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final Path LUA = Path.of("/usr/lib/nginx/modules/ngx_http_lua_module.so");
    private static final Path LUA_JSON = Path.of("/usr/lib/x86_64-linux-gnu/lua/5.1/cjson.so");
    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

    private final List<Contender> started = new ArrayList<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Path home;
    private final Path data;
    private final String cores;

    /**
     * Makes none yet.
     *
     * @param home where {@code weir} and {@code bench} are
     * @param data where they may write
     */
    Contenders(Path home, Path data, String cores) {
        this.home = home;
        this.data = data;
        this.cores = cores;
    }

    /** @param only their names; all where it is empty */
    void start(Set<String> only) throws IOException {
        for (String name : only) {
            if (!ALL.contains(name)) {
                throw new IOException("--only " + name + " (expected: some of " + String.join(",", ALL) + ")");
            }
        }
        for (String name : ALL) {
            String want = missingFor(name);
            if (!only.isEmpty() && !only.contains(name)) {
                missing.put(name, "left out");
            } else if (!want.isEmpty()) {
                missing.put(name, want);
            } else {
                start(name);
            }
        }
    }

    /** Starts a Weir of another size, beside those there are. */
    Contender start(Size size) throws IOException {
        Path dir = Files.createDirectories(data.resolve(size.label().replaceAll("\\W", "-")));
        int port = freePort();
        Path config =
                Files.writeString(dir.resolve("weir.yaml"), size.config(Files.readString(home.resolve(WEIR_CONFIG))));
        Entry entry = weir(size.label(), size.label(), "fsync", "auto", dir, port, config, size.crowd());
        if (size.isPaused()) {
            pause(dir, size.sinks());
        }
        Contender contender = Contender.start(entry, port, dir, cores);
        started.add(contender);
        return contender;
    }

    List<Contender> all() {
        return started;
    }

    /** By name, why it is not among them. */
    Map<String, String> missing() {
        return missing;
    }

    private void start(String name) throws IOException {
        Path dir = Files.createDirectories(data.resolve(name));
        int port = freePort();
        started.add(Contender.start(entry(name, dir, port), port, dir, cores));
    }

    private Entry entry(String name, Path dir, int port) throws IOException {
        return switch (name) {
            case CONTROL -> java(name, CONSTANT, BareVertx.class, true, port, "epoll");
            case "vertx-uring" -> java(name, CONSTANT + "; io_uring", BareVertx.class, true, port, "io_uring");
            case "netty" -> java(name, CONSTANT, BareNetty.class, false, port);
            case "nginx-pixel" -> nginx(name, "GET of an image, buffered access log", Shape.PIXEL, dir, port);
            case "nginx-lua" -> nginx(name, "parses, limits, buffered log line", Shape.PUSH, dir, port);
            case "weir-intake" -> {
                pause(dir, List.of("files"));
                yield weir(name, INTAKE, "fsync", "auto", dir, port);
            }
            case "weir-intake-uring" -> {
                pause(dir, List.of("files"));
                yield weir(name, INTAKE + "; io_uring", "fsync", "io_uring", dir, port);
            }
            case "weir-fsync" ->
                weir(name, "on disk before the answer; delivered to a file meanwhile", "fsync", "auto", dir, port);
            case "weir-memory" ->
                weir(name, "in memory at the answer; delivered to a file meanwhile", "memory", "auto", dir, port);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String missingFor(String name) {
        if (name.startsWith("nginx") && !Files.isExecutable(NGINX)) {
            return "not installed (Debian: nginx-light)";
        }
        if (name.equals("nginx-lua") && !(Files.exists(LUA) && Files.exists(LUA_JSON))) {
            return "not installed (Debian: libnginx-mod-http-lua lua-cjson)";
        }
        if (name.endsWith("-uring") && !Transport.IO_URING.available()) {
            return "no io_uring here";
        }
        return "";
    }

    /** @param more for the program, behind the port */
    private static Entry java(String name, String does, Class<?> main, boolean speaksHttp2, int port, String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(unsafeOption());
        command.addAll(HEAP);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), Integer.toString(port)));
        command.addAll(List.of(more));
        return new Entry(
                name,
                does,
                Shape.PUSH,
                speaksHttp2,
                command,
                Map.of(),
                "http://127.0.0.1:" + port + "/push",
                Crowd.OF_ONE_SHOP);
    }

    private Entry nginx(String name, String does, Shape shape, Path dir, int port) throws IOException {
        String text = Files.readString(home.resolve("bench/compare.d/" + name + ".conf"))
                .replace("@PORT@", Integer.toString(port))
                .replace("@LUA@", LUA.toString());
        Path config = Files.writeString(dir.resolve("nginx.conf"), text);
        List<String> command = List.of(NGINX.toString(), "-p", dir + "/", "-c", config.toString(), "-e", "error.log");
        return new Entry(
                name, does, shape, false, command, Map.of(), "http://127.0.0.1:" + port + "/ready", Crowd.OF_ONE_SHOP);
    }

    /** What it takes to answer, apart from what it takes to deliver. */
    private static void pause(Path dir, List<String> sinks) throws IOException {
        Files.write(Files.createDirectories(dir.resolve("data")).resolve("paused"), sinks);
    }

    private Entry weir(String name, String does, String durability, String transport, Path dir, int port)
            throws IOException {
        return weir(name, does, durability, transport, dir, port, home.resolve(WEIR_CONFIG), Crowd.OF_ONE_SHOP);
    }

    private Entry weir(
            String name, String does, String durability, String transport, Path dir, int port, Path config, Crowd crowd)
            throws IOException {
        int admin = freePort();
        List<String> command = List.of(home.resolve("weir").toString(), "serve", "--config", config.toString());
        Map<String, String> environment = Map.of(
                "WEIR_JAVA_HOME",
                System.getProperty("java.home"),
                "WEIR_JAVA_OPTS",
                String.join(" ", HEAP),
                "WEIR_DATA",
                dir.resolve("data").toString(),
                "WEIR_PORT",
                Integer.toString(port),
                "WEIR_ADMIN_PORT",
                Integer.toString(admin),
                "DURABILITY",
                durability,
                "TRANSPORT",
                transport);
        return new Entry(
                name,
                does,
                Shape.PUSH,
                true,
                command,
                environment,
                "http://127.0.0.1:" + admin + "/health/ready",
                crowd);
    }

    /** As the launcher has it. */
    private static List<String> unsafeOption() {
        return Runtime.version().feature() >= 23 ? List.of("--sun-misc-unsafe-memory-access=allow") : List.of();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (Contender contender : started) {
            contender.close();
        }
    }
}
