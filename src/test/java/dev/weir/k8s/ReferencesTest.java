package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.k8s.Rendered.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a manifest names is there. */
final class ReferencesTest {

    static Stream<Rendered> folders() throws Exception {
        List<Rendered> all = new ArrayList<>();
        for (String folder : Rendered.WITH_PODS) {
            all.add(Rendered.of(folder));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aPodsVolumesAreMountedAndItsMountsHaveVolumes(Rendered rendered) {
        for (Workload workload : rendered.workloads()) {
            List<String> volumes = new ArrayList<>(
                    workload.pod().getVolumes().stream().map(Volume::getName).toList());
            workload.claims().forEach(claim -> volumes.add(claim.getMetadata().getName()));
            List<String> mounts = workload.container().getVolumeMounts().stream()
                    .map(VolumeMount::getName)
                    .distinct()
                    .toList();

            assertThat(mounts).as(workload.name()).containsExactlyInAnyOrderElementsOf(volumes);
            workload.pod().getVolumes().stream()
                    .filter(volume -> volume.getConfigMap() != null)
                    .forEach(volume ->
                            rendered.only(ConfigMap.class, volume.getConfigMap().getName()));
            rendered.only(ServiceAccount.class, workload.pod().getServiceAccountName());
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aWorkloadSelectsItsOwnPodsAlone(Rendered rendered) {
        for (Workload workload : rendered.workloads()) {
            assertThat(rendered.selected(workload.selector()))
                    .extracting(Workload::name)
                    .containsExactly(workload.name());
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aServiceLeadsToPortsThatAllItsPodsHave(Rendered rendered) {
        for (Service service : rendered.all(Service.class)) {
            List<Workload> selected = rendered.selected(service.getSpec().getSelector());
            assertThat(selected).as(service.getMetadata().getName()).isNotEmpty();
            for (ServicePort port : service.getSpec().getPorts()) {
                selected.forEach(each ->
                        assertThat(each.port(port.getTargetPort().getStrVal())).isPositive());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aStatefulSetHasItsHeadlessService(Rendered rendered) {
        for (StatefulSet set : rendered.all(StatefulSet.class)) {
            Service service = rendered.only(Service.class, set.getSpec().getServiceName());
            assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyWorkloadHasABudgetThatLetsNodesBeEmptied(Rendered rendered) {
        for (Workload workload : rendered.workloads()) {
            List<PodDisruptionBudget> budgets = rendered.all(PodDisruptionBudget.class).stream()
                    .filter(budget -> workload.labels()
                            .entrySet()
                            .containsAll(budget.getSpec()
                                    .getSelector()
                                    .getMatchLabels()
                                    .entrySet()))
                    .toList();

            assertThat(budgets)
                    .as("two budgets of one pod are an error, at " + workload.name())
                    .hasSize(1);
            assertThat(budgets.get(0).getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
            assertThat(rendered.selected(budgets.get(0).getSpec().getSelector().getMatchLabels()))
                    .containsExactly(workload);
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void podsKeepApartFromTheirOwnKind(Rendered rendered) {
        for (Workload workload : rendered.workloads()) {
            List<TopologySpreadConstraint> spread = workload.pod().getTopologySpreadConstraints();

            assertThat(spread)
                    .extracting(TopologySpreadConstraint::getTopologyKey)
                    .contains("topology.kubernetes.io/zone");
            assertThat(spread)
                    .allMatch(each -> each.getLabelSelector().getMatchLabels().equals(workload.selector()));
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theNetworkPolicyHoldsForEveryPodAndNamesPortsThatThereAre(Rendered rendered) {
        NetworkPolicy policy = rendered.only(NetworkPolicy.class, "weir");

        assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(rendered.selected(policy.getSpec().getPodSelector().getMatchLabels()))
                .isEqualTo(rendered.workloads());
        List<String> named = policy.getSpec().getIngress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getStrVal())
                .toList();
        assertThat(named).contains("private");
        for (String port : named) {
            assertThat(rendered.workloads())
                    .anyMatch(each -> each.container().getPorts().stream()
                            .anyMatch(own -> own.getName().equals(port)));
        }
    }

    /** An empty list of peers or ports is everybody, and everything. */
    @ParameterizedTest
    @MethodSource("folders")
    void noRuleOfTheNetworkPolicyIsOpenToAll(Rendered rendered) {
        NetworkPolicy policy = rendered.only(NetworkPolicy.class, "weir");

        for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
            assertThat(rule.getFrom()).isNotEmpty();
            assertThat(rule.getPorts()).isNotEmpty();
            assertThat(rule.getFrom())
                    .noneMatch(peer -> peer.getIpBlock() != null
                            && peer.getIpBlock().getCidr().endsWith("/0"));
        }
        policy.getSpec().getEgress().forEach(rule -> {
            assertThat(rule.getTo()).isNotEmpty();
            assertThat(rule.getPorts()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("folders")
    void namesCanBeAskedForAndVendorsCalled(Rendered rendered) {
        List<Integer> ports = rendered.only(NetworkPolicy.class, "weir").getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(NetworkPolicyPort::getPort)
                .map(port -> port.getIntVal())
                .toList();

        assertThat(ports).contains(53, 443);
    }

    @Test
    void whatPrometheusIsToldToAskIsTherePublishedAlsoWhenUnready() throws Exception {
        Rendered base = Rendered.of("base");
        ServiceMonitor monitor = Rendered.of("monitoring").only(ServiceMonitor.class, "weir");

        List<Service> services = base.all(Service.class).stream()
                .filter(service -> service.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(
                                monitor.getSpec().selector().getMatchLabels().entrySet()))
                .toList();
        assertThat(services).hasSize(1);
        assertThat(services.get(0).getSpec().getPublishNotReadyAddresses()).isTrue();
        ServiceMonitor.Endpoint endpoint = monitor.getSpec().endpoints().get(0);
        assertThat(services.get(0).getSpec().getPorts())
                .extracting(ServicePort::getName)
                .contains(endpoint.port());
        assertThat(endpoint.path()).isEqualTo("/metrics");
        // The token that may only look, out of the secret that the pods have theirs from.
        var credentials = endpoint.authorization().credentials();
        assertThat(base.workloads().get(0).container().getEnv())
                .filteredOn(variable -> variable.getName().equals("WEIR_ADMIN_READ_TOKEN"))
                .allMatch(variable -> variable.getValueFrom()
                                .getSecretKeyRef()
                                .getName()
                                .equals(credentials.getName())
                        && variable.getValueFrom().getSecretKeyRef().getKey().equals(credentials.getKey()))
                .hasSize(1);
    }

    @Test
    void theDashboardIsTheFileItself() throws Exception {
        ConfigMap dashboard = Rendered.of("monitoring").only(ConfigMap.class, "weir-dashboard");

        assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        assertThat(dashboard.getData()).containsOnlyKeys("grafana-dashboard.json");
    }
}
