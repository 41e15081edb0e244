package dev.weir.relay.sink.kafka;

import dev.weir.Await;
import dev.weir.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Three real Kafka brokers, each in a process of its own and a controller, too: any two of them are a cluster. Topics have a replica on
 * each, two of which have to be in sync. Leaders move when a broker stops, or the test says so.
 */
public final class KafkaCluster implements AutoCloseable {

    public static final int BROKERS = 3;

    private static final int MIN_IN_SYNC = 2;
    private static final String HEAP = "200m";
    private static final String SETTINGS = """
            process.roles=broker,controller
            node.id=%1$d
            controller.quorum.voters=%2$s
            listeners=PLAINTEXT://%3$s,CONTROLLER://%4$s
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            log.dirs=%5$s
            auto.create.topics.enable=false
            auto.leader.rebalance.enable=false
            min.insync.replicas=%6$d
            offsets.topic.replication.factor=3
            offsets.topic.num.partitions=3
            # A broker that was killed is missed, and let in again, when its session has passed.
            broker.session.timeout.ms=3000
            broker.heartbeat.interval.ms=500
            log.retention.ms=-1
            log.cleaner.enable=false
            # Nobody else is waited for.
            group.initial.rebalance.delay.ms=0
            num.network.threads=2
            num.io.threads=2
            """;

    private final List<KafkaBroker> brokers;
    private final ExecutorService threads;
    private final Admin admin;

    private KafkaCluster(List<KafkaBroker> brokers, ExecutorService threads) {
        this.brokers = brokers;
        this.threads = threads;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap()));
    }

    /** Starts all three on free ports, with their data below this directory, and waits until they serve. */
    public static KafkaCluster start(Path dir) throws IOException {
        List<String> listeners = addresses();
        List<String> controllers = addresses();
        String voters = IntStream.range(0, BROKERS)
                .mapToObj(node -> node + "@" + controllers.get(node))
                .collect(Collectors.joining(","));
        ExecutorService threads = Executors.newFixedThreadPool(BROKERS);
        List<Callable<KafkaBroker>> starts = new ArrayList<>();
        for (int i = 0; i < BROKERS; i++) {
            int node = i;
            Path own = Files.createDirectory(dir.resolve("broker-" + node));
            starts.add(() -> {
                String settings = SETTINGS.formatted(
                        node, voters, listeners.get(node), controllers.get(node), own.resolve("data"), MIN_IN_SYNC);
                KafkaBroker broker = KafkaBroker.ofCluster(own, settings, HEAP, listeners.get(node));
                broker.restart();
                return broker;
            });
        }
        return new KafkaCluster(together(threads, starts), threads);
    }

    /** All three. */
    public String bootstrap() {
        return brokers.stream().map(KafkaBroker::bootstrap).collect(Collectors.joining(","));
    }

    /** Makes a topic with a replica on each broker, and waits until all of them have it. */
    public void createTopic(String name, int partitions) {
        NewTopic topic = new NewTopic(name, partitions, (short) BROKERS);
        KafkaBroker.get("topic " + name, admin.createTopics(List.of(topic)).all());
        Await.until("there is a topic " + name, () -> topics().contains(name));
        awaitInSync();
    }

    /** The number of the broker that leads a partition. */
    public int leader(String topic, int partition) {
        return partitions(Set.of(topic))
                .get(new TopicPartition(topic, partition))
                .leader()
                .id();
    }

    /** SIGKILL of brokers, at once. */
    public void kill(Integer... nodes) {
        together(threads, tasks(nodes, KafkaBroker::kill));
    }

    /** Starts brokers that were killed, and waits until they serve and every partition has all of its replicas in sync. */
    public void restart(Integer... nodes) {
        together(threads, tasks(nodes, KafkaBroker::restart));
        awaitInSync();
    }

    /**
     * Takes a replica of each partition off its first broker, has that copy it anew, and makes the last broker the leader of each: they
     * all move.
     */
    public void movePartitions(String topic) {
        reassign(topic, replicas -> replicas.subList(1, replicas.size()));
        reassign(topic, replicas -> {
            List<Integer> reversed = new ArrayList<>(replicas);
            IntStream.range(0, BROKERS).filter(node -> !replicas.contains(node)).forEach(reversed::add);
            Collections.reverse(reversed.subList(0, replicas.size()));
            return reversed;
        });
        awaitInSync();
        Set<TopicPartition> all = partitions(Set.of(topic)).keySet();
        KafkaBroker.get(
                "leaders", admin.electLeaders(ElectionType.PREFERRED, all).partitions());
    }

    @Override
    public void close() {
        admin.close();
        brokers.forEach(KafkaBroker::close);
        threads.shutdown();
    }

    private void reassign(String topic, UnaryOperator<List<Integer>> change) {
        Map<TopicPartition, Optional<NewPartitionReassignment>> wanted = new HashMap<>();
        partitions(Set.of(topic)).forEach((partition, now) -> {
            List<Integer> replicas = now.replicas().stream().map(Node::id).toList();
            wanted.put(partition, Optional.of(new NewPartitionReassignment(change.apply(replicas))));
        });
        KafkaBroker.get("reassigned", admin.alterPartitionReassignments(wanted).all());
        Await.until(
                "partitions of " + topic + " have moved",
                () -> KafkaBroker.get(
                                "reassignments",
                                admin.listPartitionReassignments().reassignments())
                        .isEmpty());
    }

    private void awaitInSync() {
        Await.until("all replicas are in sync", this::areInSync);
    }

    /** One broker hears of a topic later than another. */
    private boolean areInSync() {
        try {
            return partitions(topics()).values().stream()
                    .allMatch(partition -> partition.isr().size() == BROKERS);
        } catch (AssertionError unanswered) {
            if (unanswered.getCause().getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw unanswered;
        }
    }

    private Set<String> topics() {
        return KafkaBroker.get(
                "topics",
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
    }

    private Map<TopicPartition, TopicPartitionInfo> partitions(Set<String> topics) {
        Map<TopicPartition, TopicPartitionInfo> all = new HashMap<>();
        KafkaBroker.get(
                        "partitions",
                        admin.describeTopics(new HashSet<>(topics)).allTopicNames())
                .forEach((topic, described) -> described
                        .partitions()
                        .forEach(partition -> all.put(new TopicPartition(topic, partition.partition()), partition)));
        return all;
    }

    private List<Callable<Integer>> tasks(Integer[] nodes, Task task) {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (Integer node : nodes) {
            tasks.add(() -> {
                task.run(brokers.get(node));
                return node;
            });
        }
        return tasks;
    }

    private static List<String> addresses() {
        return IntStream.range(0, BROKERS)
                .mapToObj(node -> "127.0.0.1:" + FreePort.next())
                .toList();
    }

    /** At once, since one alone does not come up. */
    private static <T> List<T> together(ExecutorService threads, List<Callable<T>> tasks) {
        List<Future<T>> begun = tasks.stream().map(threads::submit).toList();
        List<T> done = new ArrayList<>();
        try {
            for (Future<T> each : begun) {
                done.add(each.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
        return done;
    }

    private interface Task {
        void run(KafkaBroker broker) throws IOException;
    }
}
