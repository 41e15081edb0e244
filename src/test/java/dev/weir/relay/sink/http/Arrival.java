package dev.weir.relay.sink.http;

/** A request that has come to a vendor: its idempotency key, and its event. */
record Arrival(String key, String body) {}
