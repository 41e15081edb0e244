package dev.weir.server;

import dev.weir.journal.file.JournalInspector.Damage;
import dev.weir.journal.file.JournalInspector.FileReport;
import dev.weir.tool.JsonTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journal's files as a JSON document. */
final class JournalJson {

    private JournalJson() {}

    static String page(List<FileReport> reports) {
        List<Map<String, @Nullable Object>> files = new ArrayList<>();
        long events = 0;
        int damages = 0;
        for (FileReport report : reports) {
            files.add(file(report));
            events += report.events();
            damages += report.damages().size();
        }
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("clean", damages == 0);
        page.put("events", events);
        page.put("damages", damages);
        page.put("files", files);
        return JsonTree.page(page);
    }

    private static Map<String, @Nullable Object> file(FileReport report) {
        boolean isEmpty = report.firstSeq() == 0;
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("name", report.name());
        file.put("events", report.events());
        file.put("first", isEmpty ? null : report.firstSeq());
        file.put("last", isEmpty ? null : report.lastSeq());
        file.put(
                "firstTime",
                isEmpty ? null : Instant.ofEpochMilli(report.firstMillis()).toString());
        file.put(
                "lastTime",
                isEmpty ? null : Instant.ofEpochMilli(report.lastMillis()).toString());
        file.put("bytes", report.bytes());
        file.put("used", report.usedBytes());
        file.put("damages", report.damages().stream().map(JournalJson::damage).toList());
        return file;
    }

    private static Map<String, @Nullable Object> damage(Damage damage) {
        boolean isNoneMissing = damage.firstSeq() > damage.lastSeq();
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("offset", damage.offset());
        place.put("bytes", damage.bytes());
        place.put("missingFrom", isNoneMissing ? null : damage.firstSeq());
        place.put("missingTo", isNoneMissing ? null : damage.lastSeq());
        place.put("what", damage.what());
        return place;
    }
}
