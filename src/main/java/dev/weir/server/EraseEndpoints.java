package dev.weir.server;

import dev.weir.admin.AdminAnswer;
import dev.weir.admin.AdminRefusal;
import dev.weir.admin.AdminRequest;
import dev.weir.admin.Endpoint;
import dev.weir.admin.Role;
import dev.weir.erase.Erasure;
import dev.weir.erase.Person;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/erase}: erases a person and answers the receipt. Safe for many threads; of several at once, one is done and the others refused. */
final class EraseEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(EraseEndpoints.class);
    private static final String EXPECTED = "one of did, email-sha256 and phone-sha256";

    private static final Set<String> PARAMETERS = Stream.concat(
                    Stream.of("section"), Arrays.stream(Person.Kind.values()).map(Person.Kind::label))
            .collect(Collectors.toUnmodifiableSet());

    /** Else those who wait would take the threads that others' questions need. */
    private final AtomicBoolean isBusy = new AtomicBoolean();

    private final @Nullable Erasure erasure;
    private final Supplier<Sections> sections;

    /** @param erasure null where events cannot be taken out of the journal */
    EraseEndpoints(@Nullable Erasure erasure, Supplier<Sections> sections) {
        this.erasure = erasure;
        this.sections = sections;
    }

    List<Endpoint> endpoints() {
        return List.of(new Endpoint("POST", "/api/erase", Role.OPERATE, Set.of("section"), this::erase));
    }

    private AdminAnswer erase(AdminRequest request) throws AdminRefusal {
        String section = request.required("section", "the name of a section");
        if (sections.get().byName(section) == null) {
            throw AdminRefusal.unknown("section: unknown (expected: one of the config's, such as " + names() + ")");
        }
        request.refuseOthersThan(PARAMETERS);
        Person person = person(section, request);
        String refusal = Erasures.refusal(sections.get().byName(section), person);
        if (refusal != null) {
            throw AdminRefusal.bad(refusal);
        }
        Erasure able = erasure;
        if (able == null) {
            throw AdminRefusal.conflict(Erasures.WITH_KAFKA);
        }
        if (!isBusy.compareAndSet(false, true)) {
            throw AdminRefusal.conflict("erase: another is under way (expected: one after the other)");
        }
        try {
            return AdminAnswer.json(able.erase(person).answer());
        } catch (IOException | RuntimeException failure) {
            LOG.error("erase section={}: could not be finished", section, failure);
            throw new AdminRefusal(503, "erase: could not be finished, and is to be asked for again; the log says why");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AdminRefusal(503, "erase: the server stops");
        } finally {
            isBusy.set(false);
        }
    }

    private String names() {
        return sections.get().all().stream().map(Section::name).limit(20).collect(Collectors.joining(", "));
    }

    private static Person person(String section, AdminRequest request) throws AdminRefusal {
        Person person = null;
        for (Person.Kind kind : Person.Kind.values()) {
            String value = request.parameter(kind.label());
            if (value == null) {
                continue;
            }
            if (person != null) {
                throw AdminRefusal.bad(kind.label() + ": not alone (expected: " + EXPECTED + ")");
            }
            try {
                person = new Person(section, kind, value);
            } catch (IllegalArgumentException wrong) {
                throw AdminRefusal.bad(String.valueOf(wrong.getMessage()));
            }
        }
        if (person == null) {
            throw AdminRefusal.bad("did: missing (expected: " + EXPECTED + ")");
        }
        return person;
    }
}
