package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to be sent to a cluster has no field that Kubernetes does not know. */
final class StrictManifestTest {

    private static final String SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: a, labels: {b: c}}, "
            + "spec: {clusterIP: None, ports: [{name: d, port: 1, targetPort: e}]}}";

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/cdn", "overlays/kafka", "monitoring"})
    void everyFieldIsKnown(String folder) throws Exception {
        List<String> names = Rendered.of(folder).manifests().stream()
                .map(each -> each.getKind() + " " + each.getMetadata().getName())
                .toList();

        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clusterIP: None | clusterIp: None",
                "metadata: { | metadata: {annotation: {}, ",
                "port: 1 | port: one",
                "port: 1 | port: 1, nodePorts: 2",
                "labels: {b: c} | labels: {b: 1}",
                "labels: {b: c} | labels: {b: true}",
                "ports: [{ | ports: [1, {",
                "kind: Service | kind: Servise",
                "apiVersion: v1 | apiVersion: v2",
                "port: 1 | port: 1, port: 2"
            })
    void whatKubernetesDoesNotKnowIsFound(String change) {
        String[] parts = change.split(" \\| ");
        String changed = SERVICE.replace(parts[0], parts[1]);
        assertThat(changed).isNotEqualTo(SERVICE);

        assertThat(StrictManifest.of(Yaml.map(Yaml.one(SERVICE)))).isNotNull();
        assertThatThrownBy(() -> StrictManifest.of(Yaml.map(Yaml.one(changed)))).isInstanceOf(RuntimeException.class);
    }

    /** Neither a file that nobody names, nor one that is read by nobody. */
    @Test
    void everyFileIsUsed() throws Exception {
        Set<String> named = new TreeSet<>(Set.of("Dockerfile", "Dockerfile.dockerignore", "prometheus-adapter.yaml"));
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Rendered.K8S)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("kustomization.yaml")) {
                    there.add(name);
                    continue;
                }
                named.addAll(words(Files.readString(file)));
            }
        }

        assertThat(named).containsAll(there);
    }

    private static Set<String> words(String kustomization) {
        return Stream.of(kustomization.split("[\\s\\[\\],]+")).collect(Collectors.toSet());
    }
}
