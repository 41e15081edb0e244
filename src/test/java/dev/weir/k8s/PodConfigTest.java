package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.k8s.Rendered.Workload;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests say of Weir is what its config says. */
final class PodConfigTest {

    /** For closing files and sockets: Lifecycle. */
    private static final long CLOSING_SECONDS = 3;

    static Stream<Subject> pods() throws Exception {
        List<Subject> pods = new ArrayList<>();
        for (String folder : Rendered.WITH_PODS) {
            Rendered rendered = Rendered.of(folder);
            for (Workload workload : rendered.workloads()) {
                pods.add(new Subject(rendered, workload, rendered.config()));
            }
        }
        return pods.stream();
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theGracePeriodIsLongerThanPauseAndDrain(Subject pod) {
        long pause = pod.container().getLifecycle().getPreStop().getSleep().getSeconds();
        long drain = pod.config().drainTimeout().toSeconds();

        assertThat(pod.workload().pod().getTerminationGracePeriodSeconds())
                .isGreaterThan(pause + drain + CLOSING_SECONDS);
        assertThat(pause)
                .as("at least two of the probe's periods")
                .isGreaterThanOrEqualTo(2L * pod.container().getReadinessProbe().getPeriodSeconds());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void portsAreThoseOfTheConfig(Subject pod) {
        assertThat(pod.workload().port("private"))
                .isEqualTo(pod.config().admin().port());
        for (var port : pod.container().getPorts()) {
            int expected = switch (port.getName()) {
                case "http" -> pod.config().server().port();
                case "https" -> pod.config().front().tls().port();
                default -> pod.config().admin().port();
            };
            assertThat(port.getContainerPort()).as(port.getName()).isEqualTo(expected);
        }
        assertThat(pod.config().server().host()).isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @MethodSource("pods")
    void probesAskWhatNeedsNoToken(Subject pod) {
        assertPath(pod.container().getStartupProbe(), "/health/live");
        assertPath(pod.container().getLivenessProbe(), "/health/live");
        assertPath(pod.container().getReadinessProbe(), "/health/ready");
        assertThat(pod.container().getLivenessProbe().getPeriodSeconds()
                        * pod.container().getLivenessProbe().getFailureThreshold())
                .as("a stall is said after stall-limit, and ends the process only if it lasts")
                .isGreaterThan((int) pod.config().telemetry().stallLimit().toSeconds());
    }

    private static void assertPath(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("private");
        assertThat(probe.getHttpGet().getHttpHeaders()).isEmpty();
    }

    /** Where anybody in the cluster can reach it. */
    @ParameterizedTest
    @MethodSource("pods")
    void thePrivatePortHasItsToken(Subject pod) {
        assertThat(pod.config().admin().host()).isEqualTo("0.0.0.0");
        assertThat(pod.config().admin().refusal()).isNull();
        assertThat(pod.config().admin().readToken()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("pods")
    void whatIsWrittenIsOnAVolume(Subject pod) {
        List<String> writable = pod.container().getVolumeMounts().stream()
                .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .map(VolumeMount::getMountPath)
                .toList();

        assertThat(writable).containsExactlyInAnyOrder(pod.config().data().toString(), "/tmp");
        assertThat(pod.config().sinks())
                .noneMatch(sink -> sink instanceof SinkConfig.File file
                        && !file.options().dir().startsWith(pod.config().data()));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theJvmCountsOnAsManyProcessorsAsThereAreEventLoops(Subject pod) {
        String options = pod.container().getEnv().stream()
                .filter(variable -> variable.getName().equals("JDK_JAVA_OPTIONS"))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();

        assertThat(options)
                .contains("-XX:ActiveProcessorCount=" + pod.config().server().eventLoops())
                .contains("-XX:MaxRAMPercentage=");
    }

    @ParameterizedTest
    @MethodSource("pods")
    void itServesOnTheMountedConfig(Subject pod) {
        List<String> args = pod.container().getArgs();
        Path config = Path.of(args.get(args.indexOf("--config") + 1));

        assertThat(args).startsWith("serve");
        assertThat(pod.container().getCommand()).as("the image's").isEmpty();
        assertThat(pod.container().getVolumeMounts())
                .anyMatch(mount -> mount.getName().equals("config")
                        && mount.getMountPath().equals(config.getParent().toString())
                        // Such a mount would never see an edit.
                        && mount.getSubPath() == null);
    }

    @Test
    void whatTheBaseMayKeepFitsItsVolume() throws Exception {
        Rendered base = Rendered.of("base");
        WeirConfig config = base.config();
        Quantity volume = base.workloads()
                .get(0)
                .claims()
                .get(0)
                .getSpec()
                .getResources()
                .getRequests()
                .get("storage");
        long files = config.sinks().stream()
                .mapToLong(sink -> ((SinkConfig.File) sink).options().keepBytes())
                .sum();
        long deadLetters = (long) config.sinks().size() << 30;

        assertThat(config.journal().maxBytes() + files + deadLetters)
                .isLessThan(volume.getNumericalAmount().longValue() * 9 / 10);
    }

    /** A pod, what it belongs to, and what it runs on. */
    record Subject(Rendered rendered, Workload workload, WeirConfig config) {

        Container container() {
            return workload.container();
        }

        @Override
        public String toString() {
            return workload.name();
        }
    }
}
