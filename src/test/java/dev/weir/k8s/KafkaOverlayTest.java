package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.k8s.Rendered.Workload;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many machines. */
final class KafkaOverlayTest {

    private final Rendered kafka = Rendered.of("overlays/kafka");
    private final Map<String, Object> config = Yaml.map(Yaml.one(kafka.configText()));
    private final HorizontalPodAutoscaler autoscaler = kafka.only(HorizontalPodAutoscaler.class, "weir-intake");

    KafkaOverlayTest() throws Exception {}

    @Test
    void eachRoleHasItsWorkloadAndNothingIsLeftOfTheSingleNode() {
        assertThat(kafka.workloads())
                .extracting(Workload::name, workload -> role(workload))
                .containsExactlyInAnyOrder(tuple("weir-intake", "intake"), tuple("weir-relay", "relay"));
    }

    private static String role(Workload workload) {
        List<String> args = workload.container().getArgs();
        return args.get(args.indexOf("--role") + 1);
    }

    @Test
    void visitorsAreLedToTheIntakeAlone() {
        Service visitors = kafka.only(Service.class, "weir");

        assertThat(kafka.selected(visitors.getSpec().getSelector()))
                .extracting(Workload::name)
                .containsExactly("weir-intake");
        assertThat(kafka.workloads())
                .filteredOn(each -> each.name().equals("weir-relay"))
                .allMatch(each -> each.container().getPorts().size() == 1);
    }

    /** The intake comes and goes; a relay's dead letters come back with it. */
    @Test
    void theIntakeHasNoDiskAndARelayDoes() {
        Deployment intake = kafka.only(Deployment.class, "weir-intake");
        StatefulSet relay = kafka.only(StatefulSet.class, "weir-relay");

        assertThat(intake.getSpec().getTemplate().getSpec().getVolumes())
                .noneMatch(volume -> volume.getPersistentVolumeClaim() != null)
                .anyMatch(volume -> volume.getName().equals("data") && volume.getEmptyDir() != null);
        assertThat(relay.getSpec().getVolumeClaimTemplates())
                .extracting(claim -> claim.getMetadata().getName())
                .containsExactly("data");
    }

    /** An id that one machine made would count as forged at another. */
    @Test
    void allMachinesHaveTheSameKeys() {
        for (Workload workload : kafka.workloads()) {
            assertThat(workload.container().getVolumeMounts())
                    .filteredOn(mount -> mount.getName().equals("keys"))
                    .extracting(VolumeMount::getMountPath, VolumeMount::getSubPath, VolumeMount::getReadOnly)
                    .containsExactly(
                            tuple("/var/lib/weir/id.keys", "id.keys", true),
                            tuple("/var/lib/weir/engagement.key", "engagement.key", true));
            assertThat(workload.pod().getVolumes())
                    .anyMatch(volume -> volume.getSecret() != null
                            && volume.getSecret().getSecretName().equals("weir-keys"));
        }
    }

    @Test
    void theAutoscalerAloneSaysHowManyThereAre() {
        assertThat(autoscaler.getSpec().getScaleTargetRef().getKind()).isEqualTo("Deployment");
        Deployment intake = kafka.only(
                Deployment.class, autoscaler.getSpec().getScaleTargetRef().getName());

        assertThat(intake.getSpec().getReplicas()).isNull();
        assertThat(intake.getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxUnavailable()
                        .getIntVal())
                .isZero();
    }

    /** Each goes by its share of a limit when Redis is lost, and all together keep it. */
    @Test
    void redisKnowsHowManyThereMayBe() {
        assertThat(Yaml.map(config.get("redis")).get("nodes"))
                .isEqualTo(autoscaler.getSpec().getMaxReplicas());
    }

    @Test
    void whatItScalesByIsMadeOfMetricsThatWeirHas() throws Exception {
        Map<String, Object> adapter = Yaml.map(Yaml.all(Rendered.K8S.resolve("overlays/kafka/prometheus-adapter.yaml"))
                .get(0));
        List<Map<String, Object>> rules =
                Yaml.list(adapter.get("rules")).stream().map(Yaml::map).toList();
        String readme = Files.readString(Path.of("README.md"));

        assertThat(autoscaler.getSpec().getMetrics())
                .extracting(metric -> metric.getPods().getMetric().getName())
                .containsExactlyElementsOf(rules.stream()
                        .map(rule -> (String) Yaml.map(rule.get("name")).get("as"))
                        .toList());
        for (Map<String, Object> rule : rules) {
            String series = ((String) rule.get("seriesQuery")).replaceAll("\\{.*", "");
            assertThat((String) rule.get("metricsQuery")).contains("rate(" + series + "{<<.LabelMatchers>>");
            assertThat(readme).contains("| `" + series.replace("_count", "") + "` |");
        }
    }

    @Test
    void kafkaAndRedisMayBeReached() {
        Map<String, Object> journal = Yaml.map(Yaml.map(config.get("journal")).get("kafka"));
        for (String server : ((String) journal.get("servers")).split(",")) {
            assertReachable(URI.create("kafka://" + server));
        }
        assertReachable(URI.create((String) Yaml.map(config.get("redis")).get("url")));
    }

    /** Of a service's name the second part is its namespace. */
    private void assertReachable(URI server) {
        String namespace = server.getHost().split("\\.")[1];

        assertThat(kafka.only(NetworkPolicy.class, "weir").getSpec().getEgress())
                .as(server.toString())
                .anyMatch(rule -> rule.getPorts().stream()
                                .anyMatch(port -> Integer.valueOf(server.getPort())
                                        .equals(port.getPort().getIntVal()))
                        && rule.getTo().stream()
                                .anyMatch(peer -> peer.getNamespaceSelector() != null
                                        && peer.getNamespaceSelector()
                                                .getMatchLabels()
                                                .containsValue(namespace)));
    }
}
