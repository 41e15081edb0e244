package dev.weir.live;

/** An event and a sink. */
record FateKey(long seq, String sink) {}
