package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tests take for the manifests is what kubectl would send. */
final class KustomizationTest {

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/cdn", "overlays/kafka", "monitoring"})
    void kubectlRendersTheSame(String folder) throws Exception {
        String rendered = kubectl(Rendered.K8S.resolve(folder));

        assertThat(byName(Kustomization.render(Rendered.K8S.resolve(folder))))
                .isEqualTo(byName(Yaml.documents(rendered)));
    }

    /** As kubectl does by its own code, which is kustomize; no cluster is asked. */
    private static String kubectl(Path folder) throws Exception {
        boolean isThere = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "kubectl")));
        Assumptions.assumeTrue(isThere, "kubectl is not installed, so that nothing is compared with what it renders");
        Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static List<Map<String, Object>> byName(List<Map<String, Object>> manifests) {
        return manifests.stream()
                .sorted(Comparator.comparing(each ->
                        each.get("kind") + " " + Yaml.map(each.get("metadata")).get("name")))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namePrefix: a-",
                "patches: [{path: patch.yaml}]",
                "patches: [{path: patch.yaml, target: {kind: Service, name: other}}]",
                "configMapGenerator: [{name: b, files: [a.yaml], options: {}}]"
            })
    void whatIsNotKnownIsAnError(String line) throws Exception {
        Files.writeString(dir.resolve("a.yaml"), "{apiVersion: v1, kind: Service, metadata: {name: a}}");
        Files.writeString(
                dir.resolve("patch.yaml"), "{apiVersion: v1, kind: Service, metadata: {name: a, labels: {}}}");
        Files.writeString(
                dir.resolve("kustomization.yaml"),
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n" + line
                        + "\n");

        assertThatThrownBy(() -> Kustomization.render(dir)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void patchesAddReplaceAndRemove() throws Exception {
        Files.writeString(
                dir.resolve("a.yaml"),
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {x: [1, 2], y: 3, z: {a/b: 4}}}");
        Files.writeString(dir.resolve("patch.yaml"), """
                [{op: add, path: /spec/x/-, value: 9}, {op: replace, path: /spec/x/0, value: 8},
                 {op: remove, path: /spec/y}, {op: replace, path: /spec/z/a~1b, value: 7}]
                """);
        Files.writeString(
                dir.resolve("kustomization.yaml"),
                "resources: [a.yaml]\npatches: [{path: patch.yaml, target: {kind: Service, name: a}}]\n");

        assertThat(Kustomization.render(dir).get(0).get("spec")).isEqualTo(Yaml.one("{x: [8, 2, 9], z: {a/b: 7}}"));
    }
}
