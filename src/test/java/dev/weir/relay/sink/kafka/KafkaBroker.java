package dev.weir.relay.sink.kafka;

import dev.weir.Await;
import dev.weir.FreePort;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/**
 * A real Kafka broker in a process of its own, which is its own controller. Topics are made by {@link #createTopic} alone.
 * Beside the open listener it has one that wants a password (SCRAM-SHA-256), whose users may do what they are granted.
 */
public final class KafkaBroker implements AutoCloseable {

    /** The build writes it before the integration tests. */
    private static final Path CLASS_PATH = Path.of("target", "kafka-broker", "classpath");

    private static final String CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
    private static final String STARTED = "Kafka Server started";
    private static final int START_SECONDS = 120;
    private static final String HEAP = "512m";
    private static final String SETTINGS = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%3$d
            listeners=PLAINTEXT://%5$s:%1$d,SASL_PLAINTEXT://%5$s:%2$d,CONTROLLER://127.0.0.1:%3$d
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
            sasl.enabled.mechanisms=SCRAM-SHA-256
            listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
            authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
            super.users=User:ANONYMOUS
            log.dirs=%4$s
            auto.create.topics.enable=false
            offsets.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            # A broker that was killed is let in again when its session has passed.
            broker.session.timeout.ms=3000
            broker.heartbeat.interval.ms=500
            # Events of tests were accepted in 1970.
            log.retention.ms=-1
            log.cleaner.enable=false
            # Nobody else is waited for.
            group.initial.rebalance.delay.ms=0
            num.network.threads=2
            num.io.threads=2
            """;

    private final Path dir;
    private final List<String> launcher;
    private final String heap;
    private final String bootstrap;
    private final String securedBootstrap;
    private Process process;
    private Admin admin;

    private KafkaBroker(Path dir, List<String> launcher, String heap, String bootstrap, String securedBootstrap) {
        this.dir = dir;
        this.launcher = launcher;
        this.heap = heap;
        this.bootstrap = bootstrap;
        this.securedBootstrap = securedBootstrap;
        Runtime.getRuntime().addShutdownHook(new Thread(this::destroy, "kafka-broker-killer"));
    }

    /** Starts one on free ports, with its data below this directory, and waits until it serves. */
    public static KafkaBroker start(Path dir) throws IOException {
        return start(dir, "127.0.0.1", List.of());
    }

    /**
     * As above, where clients reach it by another address.
     *
     * @param launcher what stands before the command, such as {@code ip netns exec}; may be empty
     */
    public static KafkaBroker start(Path dir, String host, List<String> launcher) throws IOException {
        return start(dir, host, launcher, settings -> settings);
    }

    /**
     * One with a listener that speaks TLS in the place of that with passwords.
     *
     * @param identity its key and its certificate, PEM
     */
    public static KafkaBroker startTls(Path dir, Path identity) throws IOException {
        String tls = "ssl.keystore.type=PEM\nssl.keystore.location=" + identity + "\n";
        return start(dir, "127.0.0.1", List.of(), settings -> settings.replace("SASL_PLAINTEXT", "SSL") + tls);
    }

    private static KafkaBroker start(Path dir, String host, List<String> launcher, UnaryOperator<String> change)
            throws IOException {
        int[] ports = {FreePort.next(), FreePort.next(), FreePort.next()};
        KafkaBroker broker = new KafkaBroker(dir, launcher, HEAP, host + ":" + ports[0], host + ":" + ports[1]);
        Path data = dir.resolve("data");
        String settings = SETTINGS.formatted(ports[0], ports[1], ports[2], data, host);
        Files.writeString(broker.settings(), change.apply(settings));
        broker.format();
        broker.restart();
        return broker;
    }

    /** One of a cluster, which does not run yet. */
    static KafkaBroker ofCluster(Path dir, String settings, String heap, String bootstrap) throws IOException {
        KafkaBroker broker = new KafkaBroker(dir, List.of(), heap, bootstrap, "");
        Files.writeString(broker.settings(), settings);
        broker.format();
        return broker;
    }

    /** Where clients are let in without a word. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Where clients need a name and a password, or speak TLS. */
    public String securedBootstrap() {
        return securedBootstrap;
    }

    /** SIGKILL. */
    public void kill() {
        destroy();
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the broker does not die");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Starts on the same ports and data, and waits until it serves. */
    public void restart() throws IOException {
        process = java("kafka.Kafka", settings().toString()).start();
        CompletableFuture<Void> started = new CompletableFuture<>();
        Process running = process;
        Thread log = new Thread(() -> copyLog(running, started), "kafka-broker-log");
        log.setDaemon(true);
        log.start();
        try {
            within("broker started", started);
        } catch (AssertionError failed) {
            destroy();
            throw new AssertionError(failed.getMessage() + tail(), failed);
        }
    }

    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    public void createTopic(String name, int partitions, Map<String, String> settings) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
        get("topic " + name, admin().createTopics(List.of(topic)).all());
        // The controller has made it; the broker hears of that a moment later.
        Await.until(
                "the broker knows of topic " + name,
                () -> get("topics", admin().listTopics().names()).contains(name));
    }

    public Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        }
        return admin;
    }

    /** Waits for what was asked of the broker. */
    static <T> T get(String what, KafkaFuture<T> future) {
        return within(what, future.toCompletionStage().toCompletableFuture());
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
        kill();
    }

    private Path settings() {
        return dir.resolve("server.properties");
    }

    private Path log() {
        return dir.resolve("broker.log");
    }

    private void destroy() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void format() throws IOException {
        Process format = java(
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        CLUSTER_ID,
                        "-c",
                        settings().toString())
                .redirectOutput(log().toFile())
                .start();
        try {
            if (!format.waitFor(START_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
                format.destroyForcibly();
                throw new AssertionError("no storage; it said: " + Files.readString(log()));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void copyLog(Process running, CompletableFuture<Void> started) {
        try (BufferedReader lines = running.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy =
                        Files.newBufferedWriter(log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line);
                copy.newLine();
                copy.flush();
                if (line.contains(STARTED)) {
                    started.complete(null);
                }
            }
        } catch (IOException e) {
            started.completeExceptionally(e);
        }
        started.completeExceptionally(new IOException("the broker ended"));
    }

    private static <T> T within(String what, CompletableFuture<T> future) {
        try {
            return future.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(what + ": " + e, e);
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private ProcessBuilder java(String main, String... arguments) throws IOException {
        if (!Files.isReadable(CLASS_PATH)) {
            throw new AssertionError(CLASS_PATH + " is not there (expected: written by mvn pre-integration-test)");
        }
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(Files.readString(CLASS_PATH).strip());
        command.add(main);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private static UncheckedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UncheckedIOException(new IOException(e));
    }
}
