package dev.weir.k8s;

import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a folder of manifests comes to. */
record Rendered(List<HasMetadata> manifests) {

    static final Path K8S = Path.of("k8s");

    /** Folders that bring pods. */
    static final List<String> WITH_PODS = List.of("base", "overlays/cdn", "overlays/kafka");

    private static final List<String> SECRET_WORDS = List.of("token", "secret", "password");

    static Rendered of(String folder) throws Exception {
        return new Rendered(Kustomization.render(K8S.resolve(folder)).stream()
                .map(StrictManifest::of)
                .toList());
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return manifests.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T only(Class<T> type, String name) {
        List<T> found = all(type).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(type.getSimpleName() + " " + name + ": there are " + found.size());
        }
        return found.get(0);
    }

    List<Workload> workloads() {
        Stream<Workload> deployments = all(Deployment.class).stream()
                .map(each -> new Workload(
                        each.getMetadata().getName(),
                        each.getSpec().getSelector().getMatchLabels(),
                        each.getSpec().getTemplate(),
                        List.of()));
        Stream<Workload> sets = all(StatefulSet.class).stream()
                .map(each -> new Workload(
                        each.getMetadata().getName(),
                        each.getSpec().getSelector().getMatchLabels(),
                        each.getSpec().getTemplate(),
                        each.getSpec().getVolumeClaimTemplates()));
        return Stream.concat(deployments, sets).toList();
    }

    /** Those whose pods have all of these labels. */
    List<Workload> selected(Map<String, String> labels) {
        return workloads().stream()
                .filter(each -> each.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** What the pods run on, as they would read it. */
    WeirConfig config() throws Exception {
        return new ConfigReader(environment()).read("weir.yaml", configText());
    }

    String configText() {
        return only(ConfigMap.class, "weir").getData().get("weir.yaml");
    }

    /** With something in the place of each secret. */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (Workload workload : workloads()) {
            for (EnvVar variable : workload.container().getEnv()) {
                environment.put(
                        variable.getName(),
                        variable.getValueFrom() == null ? variable.getValue() : "a-secret-of-" + variable.getName());
            }
        }
        return environment;
    }

    /** Whether a name is that of something secret. */
    static boolean isOfASecret(String name) {
        return SECRET_WORDS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::contains);
    }

    /** Pods that are alike. */
    record Workload(
            String name, Map<String, String> selector, PodTemplateSpec template, List<PersistentVolumeClaim> claims) {

        PodSpec pod() {
            return template.getSpec();
        }

        Map<String, String> labels() {
            return template.getMetadata().getLabels();
        }

        List<Container> containers() {
            List<Container> all = new ArrayList<>(pod().getContainers());
            all.addAll(pod().getInitContainers());
            return all;
        }

        Container container() {
            return pod().getContainers().get(0);
        }

        /** The number of a port by its name; fails if there is none. */
        int port(String portName) {
            return container().getPorts().stream()
                    .filter(each -> each.getName().equals(portName))
                    .mapToInt(ContainerPort::getContainerPort)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " has no port " + portName));
        }
    }
}
