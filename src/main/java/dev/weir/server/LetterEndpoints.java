package dev.weir.server;

import dev.weir.admin.AdminAnswer;
import dev.weir.admin.AdminRefusal;
import dev.weir.admin.AdminRequest;
import dev.weir.admin.Endpoint;
import dev.weir.relay.deadletter.LetterInspector;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the dead letters of a running server, and has some sent again. Safe for many threads. */
final class LetterEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(LetterEndpoints.class);
    private static final int DEFAULT_SHOWN = 50;
    private static final int MOST_SHOWN = 1_000;
    private static final int MOST_NAMED = 1_000;

    private final Path dir;
    private final Set<String> sinks;
    private final InstantSource clock;
    private final RandomGenerator random;

    LetterEndpoints(WeirConfig config, InstantSource clock, RandomGenerator random) {
        this.dir = Outlets.deadLetters(config);
        this.sinks = config.sinks().stream().map(sink -> sink.name()).collect(Collectors.toSet());
        this.clock = clock;
        this.random = random;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads("/api/deadletters/{sink}", this::list),
                Endpoint.operates("POST", "/api/deadletters/{sink}/replay", Set.of("seqs", "all"), this::replay));
    }

    /** The newest, of which the last written comes first. */
    private AdminAnswer list(AdminRequest request) throws AdminRefusal {
        String sink = sink(request);
        long limit = request.parameter("limit") == null ? DEFAULT_SHOWN : request.number("limit", 1, MOST_SHOWN);
        List<String> shown = new ArrayList<>();
        long[] total = {0};
        try {
            LetterInspector.of(dir, sink, LetterEndpoints::complain).read((letter, state, where) -> {
                total[0]++;
                if (shown.size() == limit) {
                    shown.remove(0);
                }
                shown.add(LetterJson.line(sink, letter, state));
            });
        } catch (IOException unreadable) {
            throw new AdminRefusal(503, "the dead letters cannot be read: " + unreadable.getMessage());
        }
        StringBuilder newestFirst = new StringBuilder();
        for (int i = shown.size() - 1; i >= 0; i--) {
            newestFirst.append(newestFirst.isEmpty() ? "" : ",").append(shown.get(i));
        }
        return AdminAnswer.json(
                "{\"sink\":\"" + sink + "\",\"total\":" + total[0] + ",\"letters\":[" + newestFirst + "]}");
    }

    private AdminAnswer replay(AdminRequest request) throws AdminRefusal {
        String sink = sink(request);
        LetterSelection selection = selection(request);
        try {
            String told = new LetterAsking(dir, sink, selection, false, LetterEndpoints::complain).ask(clock, random);
            return AdminAnswer.json(json -> {
                json.writeStartObject();
                json.writeStringField("status", "ok");
                json.writeStringField("message", told);
                json.writeEndObject();
            });
        } catch (StartException impossible) {
            throw AdminRefusal.conflict(String.valueOf(impossible.getMessage()));
        } catch (IOException unreadable) {
            throw new AdminRefusal(503, "the dead letters cannot be read or written: " + unreadable.getMessage());
        }
    }

    private static LetterSelection selection(AdminRequest request) throws AdminRefusal {
        String seqs = request.parameter("seqs");
        boolean isAll = "true".equals(request.parameter("all"));
        if (isAll == (seqs != null)) {
            throw AdminRefusal.bad("seqs and all: neither or both (expected: a list of events' numbers, or all: true)");
        }
        if (seqs == null) {
            return LetterSelection.all();
        }
        List<Long> numbers = new ArrayList<>();
        for (String seq : seqs.split(",", MOST_NAMED + 1)) {
            if (!seq.matches("[1-9]\\d{0,17}") || numbers.size() == MOST_NAMED) {
                throw AdminRefusal.bad("seqs: not so (expected: at most " + MOST_NAMED + " numbers of events)");
            }
            numbers.add(Long.valueOf(seq));
        }
        return LetterSelection.of(numbers);
    }

    private String sink(AdminRequest request) throws AdminRefusal {
        String sink = request.place("sink");
        if (!sinks.contains(sink)) {
            throw AdminRefusal.unknown("sink: unknown (expected: one of " + String.join(", ", sinks) + ")");
        }
        return sink;
    }

    private static void complain(String wrong) {
        LOG.warn("deadletters.unreadable {}", wrong);
    }
}
