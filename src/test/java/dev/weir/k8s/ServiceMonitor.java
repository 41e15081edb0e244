package dev.weir.k8s;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/**
 * What the Prometheus operator scrapes by. There is no model of its resources to be had, so that these are the fields that we use, as
 * its API reference (monitoring.coreos.com/v1) has them.
 */
@Group("monitoring.coreos.com")
@Version("v1")
final class ServiceMonitor extends CustomResource<ServiceMonitor.Spec, Void> {

    private static final long serialVersionUID = 1;

    record Spec(LabelSelector selector, List<Endpoint> endpoints) {}

    record Endpoint(String port, String path, String interval, Authorization authorization) {}

    record Authorization(String type, SecretKeySelector credentials) {}
}
