package dev.weir.admin;

import java.io.IOException;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what changes something, and has it written down before and after. Safe for many threads. */
final class OperateActions {

    private static final Logger LOG = LoggerFactory.getLogger(OperateActions.class);
    private static final String HIDDEN = "(hidden)";
    /** Numbers, times, and lists of such. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9][0-9TtZz:.,+-]*");

    private static final Pattern PARAMETER = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final String ASKED = "asked";

    private final Audit audit;
    private final InstantSource clock;
    private final Predicate<String> words;
    /** Not those of an earlier process. */
    private final AtomicLong ids;

    /** @param words whether a text is a name or a word of our own: what else stands in a request is not written down */
    OperateActions(Audit audit, InstantSource clock, Predicate<String> words) {
        this.audit = audit;
        this.words = words;
        this.clock = clock;
        this.ids = new AtomicLong(clock.millis() * 1000);
    }

    /** @throws AdminRefusal 503 if it cannot be written down: then nothing was done */
    AdminAnswer act(Endpoint endpoint, AdminRequest request, String address) throws AdminRefusal {
        String id = Long.toString(ids.getAndIncrement(), 36);
        String action = endpoint.method() + " " + path(endpoint, request);
        String parameters = parameters(endpoint, request);
        try {
            audit.write(new Audit.Entry(clock.instant(), id, address, action, parameters, ASKED));
        } catch (IOException unwritable) {
            LOG.error("audit.unwritable", unwritable);
            throw new AdminRefusal(503, "the audit cannot be written, so nothing was done: " + unwritable.getMessage());
        }
        String outcome = "500";
        try {
            AdminAnswer answer = endpoint.action().act(request);
            outcome = Integer.toString(answer.status());
            return answer;
        } catch (AdminRefusal refusal) {
            outcome = Integer.toString(refusal.status());
            throw refusal;
        } finally {
            end(new Audit.Entry(clock.instant(), id, address, action, parameters, outcome));
        }
    }

    /** It is done, and that it was asked for is written down. */
    private void end(Audit.Entry entry) {
        try {
            audit.write(entry);
        } catch (IOException unwritable) {
            LOG.error("audit.unwritable action={} outcome={}", entry.action(), entry.outcome(), unwritable);
        }
    }

    private String path(Endpoint endpoint, AdminRequest request) {
        String path = endpoint.path();
        for (var place : request.places().entrySet()) {
            path = path.replace("{" + place.getKey() + "}", isOurs(place.getValue()) ? place.getValue() : HIDDEN);
        }
        return path;
    }

    private String parameters(Endpoint endpoint, AdminRequest request) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(request.parameters())
                .forEach((name, value) -> text.append(text.isEmpty() ? "" : " ")
                        .append(PARAMETER.matcher(name).matches() ? name : HIDDEN)
                        .append('=')
                        .append(endpoint.shown().contains(name) && isShown(value) ? value : HIDDEN));
        return text.toString();
    }

    private boolean isShown(String value) {
        return isOurs(value) || NUMBERS.matcher(value).matches();
    }

    private boolean isOurs(String text) {
        return words.test(text);
    }
}
