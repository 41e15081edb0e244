/**
 * Many machines on one: intakes, relays, Kafka, Redis, a vendor and HAProxy, each in a network namespace of its own, with traffic whose every
 * event has a number, while each of them is killed, paused or cut off in turn. Run by {@code bench/rehearse}, which makes the namespaces
 * and takes them away; what it showed is in {@code bench/README.md}.
 */
package dev.weir.rehearsal;
