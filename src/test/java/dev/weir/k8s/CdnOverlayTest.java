package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.beacon.FrontOptions;
import dev.weir.k8s.Rendered.Workload;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Right behind a content network. */
final class CdnOverlayTest {

    private final Rendered cdn = Rendered.of("overlays/cdn");

    CdnOverlayTest() throws Exception {}

    @Test
    void theNetworksThatMayComeAreThoseThatAreBelieved() throws Exception {
        List<String> built;
        try (var list = FrontOptions.class.getResourceAsStream("/dev/weir/ingest/client/cloudflare.txt")) {
            built = new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
        NetworkPolicyIngressRule visitors =
                cdn.only(NetworkPolicy.class, "weir").getSpec().getIngress().get(0);

        assertThat(visitors.getFrom())
                .extracting(peer -> peer.getIpBlock().getCidr())
                .containsExactlyElementsOf(built);
        assertThat(visitors.getPorts())
                .extracting(port -> port.getPort().getStrVal())
                .containsExactly("https");
        assertThat(cdn.config().front().trusted().peers().isEmpty()).isFalse();
    }

    /** Else all visitors came from the cluster's own nodes, which nobody trusts. */
    @Test
    void theLoadBalancerLetsAddressesThrough() {
        Service service = cdn.only(Service.class, "weir");

        assertThat(service.getSpec().getType()).isEqualTo("LoadBalancer");
        assertThat(service.getSpec().getExternalTrafficPolicy()).isEqualTo("Local");
        assertThat(service.getSpec().getPorts())
                .extracting(port -> port.getPort())
                .containsExactly(443);
    }

    @Test
    void theCertificateIsTheSecretsAndMayBeRenewed() throws Exception {
        Workload weir = cdn.workloads().get(0);
        FrontOptions.Certificate certificate =
                cdn.config().front().tls().certificates().get(0);
        Path mount = Path.of("/etc/weir-tls");

        // As secrets of the type kubernetes.io/tls have them.
        assertThat(certificate.chain()).isEqualTo(mount.resolve("tls.crt"));
        assertThat(certificate.key()).isEqualTo(mount.resolve("tls.key"));
        assertThat(weir.container().getVolumeMounts())
                .anyMatch(each -> each.getMountPath().equals(mount.toString())
                        && each.getReadOnly()
                        && each.getSubPath() == null);
        assertThat(weir.pod().getVolumes())
                .anyMatch(each -> each.getSecret() != null
                        && each.getSecret().getSecretName().equals("weir-tls")
                        && each.getSecret().getDefaultMode() == 0440);
    }
}
