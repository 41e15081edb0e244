package dev.weir.rehearsal;

import dev.weir.redis.RedisProcess;
import dev.weir.relay.sink.kafka.KafkaBroker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that runs on the machines but for who sends, and the vendor. */
final class Cluster {

    static final int PORT = 8080;
    static final int VENDOR_PORT = 8090;

    private static final int INTAKES = 3;
    private static final int RELAYS = 2;
    private static final int PARTITIONS = 6;
    private static final int REDIS_PORT = 6379;
    private static final String READY = " (private), ";
    private static final Path TEMPLATES = Path.of("bench", "rehearse.d");
    /** Many share few cores: what is compiled soon, and small heaps. */
    private static final List<String> JVM =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private final Network network;
    private final Path dir;
    private final int eventsPerSecond;
    private final boolean hasSpill;
    private final List<Part> intakes = new ArrayList<>();
    private final List<Part> relays = new ArrayList<>();
    private KafkaBroker broker;
    private RedisProcess redis;
    private Part cdn;

    private Cluster(Network network, Path dir, int eventsPerSecond, boolean hasSpill) {
        this.network = network;
        this.dir = dir;
        this.eventsPerSecond = eventsPerSecond;
        this.hasSpill = hasSpill;
    }

    /**
     * Starts all, and waits until they serve.
     *
     * @param eventsPerSecond that will be sent, to which the limits are fitted
     * @param hasSpill whether intakes keep events while the broker is away
     */
    static Cluster start(Network network, Path dir, int eventsPerSecond, boolean hasSpill) throws Exception {
        Cluster cluster = new Cluster(network, dir, eventsPerSecond, hasSpill);
        cluster.startStores();
        cluster.startWeir();
        cluster.startCdn();
        return cluster;
    }

    KafkaBroker broker() {
        return broker;
    }

    RedisProcess redis() {
        return redis;
    }

    /** The one that things happen to. */
    Part intake() {
        return intakes.get(0);
    }

    Part relay() {
        return relays.get(0);
    }

    void restart(Part weir) throws IOException {
        weir.start();
        weir.awaitWord(READY);
    }

    void endCdn() throws IOException {
        cdn.end();
    }

    void startCdn() throws IOException {
        if (cdn == null) {
            Path config = fill("haproxy.cfg", Map.of());
            cdn = part("cdn", List.of("haproxy", "-db", "-f", config.toString()), Map.of());
        }
        cdn.start();
        Patience.until("HAProxy listens", 30, () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(network.address("cdn"), PORT), 1_000);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private void startStores() throws Exception {
        Path kafka = Files.createDirectories(dir.resolve("kafka")).toAbsolutePath();
        broker = KafkaBroker.start(kafka, network.address("kafka"), network.on("kafka"));
        broker.createTopic("weir-events", PARTITIONS);
        redis = RedisProcess.at(network.address("redis"), REDIS_PORT, network.on("redis"), "--protected-mode", "no");
        redis.start();
    }

    private void startWeir() throws IOException {
        for (int i = 1; i <= INTAKES; i++) {
            intakes.add(weir("intake", i, INTAKES));
        }
        for (int i = 1; i <= RELAYS; i++) {
            relays.add(weir("relay", i, RELAYS));
        }
        List<Part> all = new ArrayList<>(intakes);
        all.addAll(relays);
        for (Part part : all) {
            part.start();
        }
        for (Part part : all) {
            part.awaitWord(READY);
        }
    }

    private Part weir(String role, int number, int nodes) throws IOException {
        String name = role + "-" + number;
        Path config = fill("weir.yaml", Map.of("nodes", Integer.toString(nodes)));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-jar", Path.of("target", "weir.jar").toString(), "serve"));
        command.addAll(List.of("--role", role, "--config", config.toString()));
        return part(name, command, Map.of("WEIR_DATA", dir.resolve(name).toString()));
    }

    private Part part(String machine, List<String> command, Map<String, String> environment) {
        List<String> there = new ArrayList<>(network.on(machine));
        there.addAll(command);
        return new Part(machine, there, environment, dir.resolve(machine + ".log"));
    }

    /** A file of our own by a template. */
    private Path fill(String template, Map<String, String> more) throws IOException {
        String text = Files.readString(TEMPLATES.resolve(template));
        for (Map.Entry<String, String> value : values(more).entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        String prefix = String.join("-", more.values());
        return Files.writeString(dir.resolve(prefix + template), text);
    }

    private Map<String, String> values(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("network", network.range());
        values.put("kafka", broker.bootstrap());
        values.put("redis", redis.url());
        values.put("vendor", "http://" + network.address("clients") + ":" + VENDOR_PORT);
        values.put("calm", Integer.toString(Section.CALM.refill(eventsPerSecond)));
        values.put("busy", Integer.toString(Section.BUSY.refill(eventsPerSecond)));
        values.put("spill", Boolean.toString(hasSpill));
        // What stands in an intake's spill, others must not overtake.
        values.put("balance", hasSpill ? "hdr(x-device)" : "roundrobin");
        values.put("cdn", network.address("cdn"));
        for (int i = 1; i <= INTAKES; i++) {
            values.put("intake-" + i, network.address("intake-" + i));
        }
        return values;
    }
}
