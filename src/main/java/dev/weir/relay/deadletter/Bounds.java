package dev.weir.relay.deadletter;

/**
 * How much one sink's letters may take.
 *
 * @param fileBytes the size at which a file is put aside, more than 0
 * @param totalBytes the bound on all files of letters together, at least {@code fileBytes}; a letter that ends a replay may
 *     go beyond it by {@code fileBytes}, for the one that it replaces will be taken out
 * @param ledgerBytes the size below which the ledger is not written anew; beyond it, it takes at most twice what it must
 */
record Bounds(long fileBytes, long totalBytes, long ledgerBytes) {

    static final Bounds DEFAULT = new Bounds(64L << 20, 1L << 30, Ledger.MIN_BYTES);
}
