package dev.weir.server.config;

import dev.weir.event.Section.Outflow;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.pace.PaceOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads how a section's events go out, where that is not left to each sink. */
final class OutflowReader {

    private OutflowReader() {}

    /**
     * What stands in a section.
     *
     * @param sinks all that there are
     */
    static Outflow read(ConfigNode section, List<SinkConfig> sinks) throws ConfigException {
        return new Outflow(coalesce(section), paces(section.node("pace"), vendors(section, sinks)));
    }

    private static @Nullable Duration coalesce(ConfigNode section) throws ConfigException {
        if (!section.has("coalesce")) {
            return null;
        }
        return "off".equals(section.text("coalesce"))
                ? Duration.ZERO
                : section.duration("coalesce", Duration.ZERO, Duration.ZERO, CoalesceOptions.MAX_WINDOW);
    }

    private static Map<String, Outflow.Pace> paces(ConfigNode paces, Map<String, OutletOptions> vendors)
            throws ConfigException {
        Map<String, Outflow.Pace> read = new HashMap<>();
        for (String sink : paces.keys()) {
            OutletOptions vendor = vendors.get(sink);
            if (vendor == null) {
                throw paces.error(
                        sink, "no http sink of this section", "one of " + String.join(", ", vendors.keySet()));
            }
            PaceOptions pace = pace(paces, sink, vendor.pace());
            read.put(sink, new Outflow.Pace(pace.refillPerSecond(), pace.capacity()));
        }
        return read;
    }

    private static PaceOptions pace(ConfigNode paces, String sink, PaceOptions fallback) throws ConfigException {
        ConfigNode pace = paces.nodeUnlessOff(sink);
        try {
            return OutletReader.pace(pace, fallback);
        } catch (IllegalArgumentException invalid) {
            // It begins with the option's name in a sink, and here that is the sink's.
            String rest = String.valueOf(invalid.getMessage()).substring("pace".length());
            throw paces.error(paces.path() + "." + sink + rest);
        }
    }

    private static Map<String, OutletOptions> vendors(ConfigNode section, List<SinkConfig> sinks)
            throws ConfigException {
        List<String> own = section.distinctTexts("sinks");
        Map<String, OutletOptions> vendors = new TreeMap<>();
        for (SinkConfig sink : sinks) {
            if (sink instanceof SinkConfig.Http && own.contains(sink.name())) {
                vendors.put(sink.name(), sink.outlet());
            }
        }
        return vendors;
    }
}
