package dev.weir.server;

import dev.weir.ingest.key.KeyEntry;
import dev.weir.tool.JsonTree;
import dev.weir.tool.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys in columns, or as JSON; never their secrets. */
final class KeyTable {

    private KeyTable() {}

    static void print(List<KeyEntry> entries, Instant now, PrintWriter out) {
        TextTable table = new TextTable("ID", "SECTION", "NAME", "CREATED", "EXPIRES", "STATE");
        for (KeyEntry entry : entries) {
            table.row(
                    entry.id(),
                    entry.section(),
                    entry.name(),
                    entry.created().toString(),
                    entry.expires().toString(),
                    entry.state(now).label());
        }
        table.lines().forEach(out::println);
        out.flush();
    }

    static void printJson(List<KeyEntry> entries, Instant now, PrintWriter out) {
        List<Map<String, String>> keys = new ArrayList<>();
        for (KeyEntry entry : entries) {
            Map<String, String> key = new LinkedHashMap<>();
            key.put("id", entry.id());
            key.put("section", entry.section());
            key.put("name", entry.name());
            key.put("created", entry.created().toString());
            key.put("expires", entry.expires().toString());
            key.put("state", entry.state(now).label());
            keys.add(key);
        }
        out.println(JsonTree.page(keys));
        out.flush();
    }
}
