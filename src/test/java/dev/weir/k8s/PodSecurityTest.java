package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.k8s.Rendered.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No pod may do more than it needs to. */
final class PodSecurityTest {

    private static final long NOBODYS = 65_532;
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9.-]+/weir:(\\d+\\.\\d+\\.\\d+)");
    private static final Pattern VERSION = Pattern.compile("<artifactId>weir</artifactId>\\s*<version>([0-9.]+)");
    private static final Pattern SECRET_LINE =
            Pattern.compile("([A-Za-z-]*(?:secret|token|password|api-key)): *(\\S+)");

    static Stream<Workload> workloads() throws Exception {
        Stream<Workload> all = Stream.of();
        for (String folder : Rendered.WITH_PODS) {
            all = Stream.concat(all, Rendered.of(folder).workloads().stream());
        }
        return all;
    }

    static Stream<Rendered> folders() throws Exception {
        Stream<Rendered> all = Stream.of();
        for (String folder : Rendered.WITH_PODS) {
            all = Stream.concat(all, Stream.of(Rendered.of(folder)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void itRunsAsSomebodyWithoutRights(Workload workload) {
        PodSecurityContext pod = workload.pod().getSecurityContext();

        assertThat(pod.getRunAsNonRoot()).isTrue();
        assertThat(pod.getRunAsUser()).isEqualTo(NOBODYS);
        assertThat(pod.getRunAsGroup()).isEqualTo(NOBODYS);
        assertThat(pod.getFsGroup()).isEqualTo(NOBODYS);
        assertThat(pod.getSupplementalGroups()).isEmpty();
        assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getSysctls()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void noContainerGetsMore(Workload workload) {
        for (Container container : workload.containers()) {
            SecurityContext context = container.getSecurityContext();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(context.getCapabilities().getAdd()).isEmpty();
            assertThat(context.getPrivileged()).isNull();
            // What the pod says holds.
            assertThat(context.getRunAsUser()).isNull();
            assertThat(context.getRunAsNonRoot()).isNull();
            assertThat(context.getSeccompProfile()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void itHasNothingOfItsNodeAndNoTokenOfTheCluster(Workload workload) {
        PodSpec pod = workload.pod();

        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getServiceAccountName()).isEqualTo("weir");
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getShareProcessNamespace()).isNull();
        assertThat(pod.getVolumes()).extracting(Volume::getHostPath).containsOnlyNulls();
        assertThat(pod.getVolumes()).extracting(Volume::getProjected).containsOnlyNulls();
        assertThat(pod.getContainers().get(0).getPorts()).allMatch(port -> port.getHostPort() == null);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theAccountHasNoTokenEither(Rendered rendered) {
        assertThat(rendered.only(ServiceAccount.class, "weir").getAutomountServiceAccountToken())
                .isFalse();
    }

    /** Of memory no more than is reserved, so that it is not the node that runs short; of processors more, if there are any. */
    @ParameterizedTest
    @MethodSource("workloads")
    void itsResourcesAreSet(Workload workload) {
        for (Container container : workload.containers()) {
            Map<String, Quantity> requests = container.getResources().getRequests();
            Map<String, Quantity> limits = container.getResources().getLimits();

            assertThat(requests).containsOnlyKeys("cpu", "memory", "ephemeral-storage");
            assertThat(limits).containsOnlyKeys("memory", "ephemeral-storage");
            assertThat(limits.get("memory")).isEqualTo(requests.get("memory"));
        }
    }

    /** A service of the name weir would set WEIR_PORT, which overrides the config. */
    @ParameterizedTest
    @MethodSource("workloads")
    void noVariableComesFromServices(Workload workload) {
        assertThat(workload.pod().getEnableServiceLinks()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theImageIsOfThisVersion(Workload workload) throws Exception {
        Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        for (Container container : workload.containers()) {
            Matcher image = IMAGE.matcher(container.getImage());
            assertThat(image.matches()).as(container.getImage()).isTrue();
            assertThat(image.group(1)).isEqualTo(version.group(1));
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void secretsAreNamedAndNeverShown(Rendered rendered) {
        assertThat(rendered.manifests()).noneMatch(each -> each.getKind().equals("Secret"));
        for (Workload workload : rendered.workloads()) {
            for (EnvVar variable : workload.container().getEnv()) {
                if (Rendered.isOfASecret(variable.getName())) {
                    assertThat(variable.getValue()).as(variable.getName()).isNull();
                    assertThat(variable.getValueFrom().getSecretKeyRef())
                            .as(variable.getName())
                            .isNotNull();
                }
            }
        }
        List<String> values = SECRET_LINE
                .matcher(rendered.configText())
                .results()
                .map(line -> line.group(2))
                .toList();
        assertThat(values).isNotEmpty().allMatch(value -> value.startsWith("'${"));
    }
}
