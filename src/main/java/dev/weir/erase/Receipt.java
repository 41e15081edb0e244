package dev.weir.erase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What an erasure did, without saying whose it was.
 *
 * @param time when it began, RFC 3339
 * @param by what the person was named by
 * @param person keyed hash of section and name: the same for the same person, and nobody else can tell whose
 * @param upTo the number up to which events are erased; later ones are not covered
 * @param laterEvents of the person, accepted after it had begun
 * @param journalEvents in whose place a tombstone stands
 * @param journalGaps places between records that are zeros now
 * @param quarantined files of the quarantine that were deleted
 * @param stateEntries of carts, devices, keys and sessions
 * @param letters by sink
 * @param lines by sink
 * @param sinks what of it sinks had settled before
 * @param sharedValues ids and names of the person that others' events have too: these were not searched for
 * @param valuesLeftOut how often a device, a session id or a name came up beyond those that can be kept in mind: it was neither erased by
 *     nor searched for
 * @param ambiguous devices that named the person, and somebody else as well: of these only the events that name the person went. The
 *     receipt that is kept has their number alone
 * @param searchedFiles beside those of the journal
 * @param unreadableFiles files and folders that could not be searched
 * @param hits files and events that name the person still
 */
public record Receipt(
        String time,
        String section,
        String by,
        String person,
        long upTo,
        long laterEvents,
        long journalEvents,
        long journalGaps,
        int quarantined,
        long stateEntries,
        Map<String, Long> letters,
        Map<String, Long> lines,
        List<OfSink> sinks,
        int sharedValues,
        long valuesLeftOut,
        List<String> ambiguous,
        int searchedFiles,
        int unreadableFiles,
        long hits) {

    private static final JsonFactory JSON = new JsonFactory();

    /** An operator looks at each. */
    private static final int MOST_AMBIGUOUS_TOLD = 20;

    /**
     * What one sink had done with the erased events.
     *
     * @param settled so many it had delivered, superseded, given up or passed over: what was delivered cannot be taken back
     * @param pending so many it will never get
     * @param underWay calls that had not ended when it was put to rest
     */
    public record OfSink(String sink, long settled, long pending, int underWay) {}

    /** Whether nothing is found any longer of all that was to be searched for. */
    public boolean isClean() {
        return hits == 0 && valuesLeftOut == 0 && unreadableFiles == 0;
    }

    /** As it is kept: without an id. */
    public String json() {
        return json(0);
    }

    /** As it is shown to who asked for the erasure, and has to decide whose the first of the ambiguous devices are. */
    public String answer() {
        return json(MOST_AMBIGUOUS_TOLD);
    }

    private String json(int ids) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, ids);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void write(JsonGenerator json, int ids) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time);
        json.writeStringField("section", section);
        json.writeStringField("by", by);
        json.writeStringField("person", person);
        json.writeNumberField("up_to", upTo);
        json.writeNumberField("later_events", laterEvents);
        json.writeNumberField("journal_events", journalEvents);
        json.writeNumberField("journal_gaps", journalGaps);
        json.writeNumberField("quarantined_files", quarantined);
        json.writeNumberField("state_entries", stateEntries);
        write(json, "dead_letters", letters);
        write(json, "lines", lines);
        json.writeArrayFieldStart("sinks");
        for (OfSink each : sinks) {
            json.writeStartObject();
            json.writeStringField("sink", each.sink);
            json.writeNumberField("settled", each.settled);
            json.writeNumberField("pending", each.pending);
            json.writeNumberField("under_way", each.underWay);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("shared_values", sharedValues);
        json.writeNumberField("values_left_out", valuesLeftOut);
        json.writeNumberField("ambiguous_devices", ambiguous.size());
        if (ids > 0 && !ambiguous.isEmpty()) {
            json.writeArrayFieldStart("ambiguous");
            for (String device : ambiguous.subList(0, Math.min(ids, ambiguous.size()))) {
                json.writeString(device);
            }
            json.writeEndArray();
        }
        json.writeNumberField("searched_files", searchedFiles);
        json.writeNumberField("unreadable_files", unreadableFiles);
        json.writeNumberField("hits", hits);
        json.writeBooleanField("clean", isClean());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }
}
