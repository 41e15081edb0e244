package dev.weir.server.config;

import dev.weir.event.Section.Addresses;
import dev.weir.event.Section.Bots;
import dev.weir.event.Section.Web;
import dev.weir.ingest.origin.Origins;
import java.util.List;

/** Reads a section's dealings with browsers. */
final class WebReader {

    private WebReader() {}

    /**
     * What stands in a section.
     *
     * @param sinks all that there are
     */
    static Web read(ConfigNode node, List<SinkConfig> sinks) throws ConfigException {
        Web fallback = Web.DEFAULT;
        Web web = new Web(
                node.distinctTexts("origins"),
                node.choice("addresses", fallback.addresses(), List.of(Addresses.values())),
                bots(node.node("bots"), sinks));
        node.refuseUnknownKeys();
        node.refuse(Origins.problems(node.path() + ".origins", web.origins()));
        return web;
    }

    private static Bots bots(ConfigNode node, List<SinkConfig> sinks) throws ConfigException {
        Bots.Fate fate = node.choice("fate", Bots.DEFAULT.fate(), List.of(Bots.Fate.values()));
        String sink = node.text("sink", null);
        node.refuseUnknownKeys();
        if (fate != Bots.Fate.DIVERT) {
            if (sink != null) {
                throw node.error("sink", sink, "left out, unless fate is divert");
            }
            return new Bots(fate, null);
        }
        List<String> names = sinks.stream().map(SinkConfig::name).toList();
        if (sink == null || !names.contains(sink)) {
            throw node.error("sink", String.valueOf(sink), "one of " + String.join(", ", names));
        }
        return new Bots(fate, sink);
    }
}
