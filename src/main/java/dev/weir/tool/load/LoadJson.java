package dev.weir.tool.load;

import dev.weir.tool.JsonTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A result for scripts. Times are in milliseconds. */
public final class LoadJson {

    private LoadJson() {}

    /**
     * The document.
     *
     * @param books what the server's count was of the time; null if nobody asked
     * @param exceeded the bounds that were
     */
    public static String page(LoadResult result, @Nullable Books books, List<String> exceeded) {
        LoadPlan plan = result.plan();
        LoadResult.Counts counts = result.counts();
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("url", plan.server().toString());
        page.put("dialect", plan.vendor().label());
        page.put("mix", plan.mix().text());
        page.put("arrivals", plan.arrivals().label());
        page.put("seconds", plan.duration().toMillis() / 1_000.0);
        page.put("rate", plan.rate());
        page.put("achieved", result.achievedRate());
        page.put("sent", counts.sent());
        page.put("unsent", counts.unsent());
        page.put("answered", counts.answered());
        page.put("succeeded", counts.succeeded());
        page.put("failed", counts.failed());
        page.put("open", counts.open());
        page.put("acknowledged", counts.acknowledged());
        page.put("duplicates", counts.duplicates());
        page.put("promises", result.promises());
        page.put("outcomes", result.outcomes());
        page.put("latency", percentiles(result.latency()));
        page.put("service", percentiles(result.service()));
        page.put("lag", percentiles(result.lag()));
        page.put("connecting", percentiles(result.connecting()));
        page.put("cpu", result.cpuShare());
        page.put("bottleneck", Diagnosis.of(result));
        page.put("exceeded", exceeded);
        if (books != null) {
            Map<String, @Nullable Object> compared = new LinkedHashMap<>();
            compared.put("accepted", books.accepted());
            compared.put("duplicates", books.duplicates());
            compared.put("agree", books.agreesWith(counts));
            page.put("books", compared);
        }
        return JsonTree.page(page);
    }

    private static Map<String, @Nullable Object> percentiles(Histogram histogram) {
        Map<String, @Nullable Object> percentiles = new LinkedHashMap<>();
        for (double percentile : LoadTable.PERCENTILES) {
            percentiles.put(
                    LoadTable.name(percentile),
                    histogram.getTotalCount() == 0 ? null : histogram.getValueAtPercentile(percentile) / 1_000.0);
        }
        return percentiles;
    }
}
