package dev.weir.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A Weir of many sections or sinks.
 *
 * @param isPaused whether delivery is owed, so that an event's cost is that of its answer
 */
record Size(String label, int sectionCount, int sinkCount, boolean isPaused) {

    /** The same for all, so that it is not they that cost more. */
    private static final int VISITORS = 10_000;

    private static final String SINKS = "sinks:";

    Crowd crowd() {
        return new Crowd(shops(), VISITORS);
    }

    private List<String> shops() {
        return IntStream.range(0, sectionCount)
                .mapToObj(i -> i == 0 ? Requests.SHOP : String.format(Locale.ROOT, "%030x", i))
                .toList();
    }

    List<String> sinks() {
        return IntStream.range(0, sinkCount).mapToObj(i -> "files-" + i).toList();
    }

    /** @param base a config that ends with its sinks and sections, in the place of which come these */
    String config(String base) {
        StringBuilder config = new StringBuilder(base.substring(0, base.indexOf(SINKS)));
        config.append(SINKS).append('\n');
        for (String sink : sinks()) {
            config.append("  - {name: ")
                    .append(sink)
                    .append(", type: file, dir: ")
                    .append(sink)
                    .append(", gzip: false, keep-bytes: 128MiB}\n");
        }
        config.append("sections:\n");
        String sinks = String.join(", ", sinks());
        for (String shop : shops()) {
            config.append("  - {name: shop-")
                    .append(shop)
                    .append(", personaclick: [{shop-id: '")
                    .append(shop)
                    .append("'}], limit: {refill: 1000000, capacity: 1000000}, sinks: [")
                    .append(sinks)
                    .append("]}\n");
        }
        return config.toString();
    }
}
