package dev.weir.k8s;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;

/** Alerts, as the Prometheus operator takes them: those fields that we use, as its API reference (monitoring.coreos.com/v1) has them. */
@Group("monitoring.coreos.com")
@Version("v1")
final class PrometheusRule extends CustomResource<PrometheusRule.Spec, Void> {

    private static final long serialVersionUID = 1;

    record Spec(List<RuleGroup> groups) {}

    record RuleGroup(String name, List<Rule> rules) {}

    record Rule(
            String alert,
            String expr,
            @JsonProperty("for") String lasting,
            Map<String, String> labels,
            Map<String, String> annotations) {}
}
