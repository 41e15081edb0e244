package dev.weir.tool.load;

/**
 * The server's own count, as its {@code /metrics} have it.
 *
 * @param accepted events, of all sections
 * @param duplicates events that had been accepted before
 */
public record Books(long accepted, long duplicates) {

    /**
     * Reads them off a scrape in the Prometheus text form.
     *
     * @throws IllegalArgumentException if it is not Weir's
     */
    public static Books of(String metrics) {
        if (!metrics.contains("weir_received_total")) {
            throw new IllegalArgumentException("no weir_received_total in it (expected: the metrics of a Weir)");
        }
        return new Books(sum(metrics, "weir_accepted_total"), sum(metrics, "weir_duplicates_total"));
    }

    /** What happened since an earlier count. */
    public Books since(Books earlier) {
        return new Books(accepted - earlier.accepted, duplicates - earlier.duplicates);
    }

    /** Whether the client's count can be true too: what was not answered may have been accepted or not. */
    public boolean agreesWith(LoadResult.Counts client) {
        long unknown = client.failed() + client.open();
        return accepted >= client.accepted() && accepted <= client.accepted() + unknown;
    }

    /** In words. */
    public String verdict(LoadResult.Counts client) {
        long unknown = client.failed() + client.open();
        String both = accepted + " accepted by the books, " + client.accepted() + " acknowledged to this client";
        if (!agreesWith(client)) {
            return both + ": NOT EQUAL" + (accepted > client.accepted() ? " (does anybody else send?)" : "");
        }
        return both + (unknown == 0 ? ": equal" : ": they agree, " + unknown + " requests had no answer");
    }

    private static long sum(String metrics, String name) {
        double sum = 0;
        for (String line : metrics.split("\n", -1)) {
            if (line.startsWith(name) && (line.startsWith("{", name.length()) || line.startsWith(" ", name.length()))) {
                sum += Double.parseDouble(
                        line.substring(line.lastIndexOf(' ') + 1).strip());
            }
        }
        return Math.round(sum);
    }
}
