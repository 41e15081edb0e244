package dev.weir.erase;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Traces;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person so far: which devices and sessions are hers, and what she is called. Confined to one thread at a time.
 */
final class KnownPerson implements Traces {

    /** Whoever has more is no person: of the events of the others only those that name her go. */
    static final int MOST_DEVICES = 10_000;

    private static final int MOST_VALUES = 100_000;

    private final Person person;
    private final int mostValues;
    private final Set<String> devices = new LinkedHashSet<>();
    private final Set<String> sessions = new LinkedHashSet<>();
    private final Set<String> othersSessions = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> shared = new LinkedHashSet<>();
    private final Set<String> ambiguous = new LinkedHashSet<>();
    private final NamesTogether together;
    private @Nullable Needles needles;
    private long leftOut;

    KnownPerson(Person person) {
        this(person, MOST_VALUES);
    }

    /** @param mostValues so many session ids, and so many names, are learned at most */
    KnownPerson(Person person, int mostValues) {
        this.person = person;
        this.mostValues = mostValues;
        this.together = new NamesTogether(person, mostValues);
        if (person.kind() == Person.Kind.DEVICE) {
            devices.add(person.value());
        }
    }

    Person person() {
        return person;
    }

    /** E-mail addresses and phone numbers that stood in the person's events, as they were written. */
    Set<String> names() {
        return names;
    }

    /** What a note on disk says. */
    void restore(Noted noted) {
        leftOut = noted.leftOut();
        devices.addAll(noted.devices());
        ambiguous.addAll(noted.ambiguous());
        sessions.addAll(noted.sessions());
        names.addAll(noted.names());
        needles = null;
    }

    /** Learns devices from what names the person. Returns whether there was a new one. */
    boolean learnDevice(Envelope envelope) {
        if (!isOfSection(envelope) || !isNamedIn(envelope)) {
            return false;
        }
        together.learn(envelope);
        String device = envelope.deviceId();
        if (device == null || devices.contains(device)) {
            return false;
        }
        if (devices.size() >= MOST_DEVICES) {
            leftOut++;
            return false;
        }
        return devices.add(device);
    }

    /** A device that has named somebody else, too, may be anybody's; all devices must be known. */
    void learnDoubt(Envelope envelope) {
        String device = envelope.deviceId();
        boolean isAsked = person.kind() != Person.Kind.DEVICE && device != null;
        if (isAsked && isOfSection(envelope) && devices.contains(device) && together.isAnotherIn(envelope)) {
            ambiguous.add(device);
        }
    }

    void forgetAmbiguousDevices() {
        devices.removeAll(ambiguous);
        needles = null;
    }

    /** Devices that named the person, and others as well: of their events only those that name her are hers. */
    Set<String> ambiguous() {
        return ambiguous;
    }

    /** Learns what else goes with the person's devices; all devices must be known. */
    void learnTheRest(Envelope envelope) {
        if (!isOfSection(envelope)) {
            return;
        }
        String device = envelope.deviceId();
        if (device != null && !devices.contains(device)) {
            learnSpelling(envelope);
            return;
        }
        if (device == null && !isNamedIn(envelope)) {
            return;
        }
        learnSession(envelope.sessionId());
        learnSession(envelope.clientSessionId());
        Scalars.of(envelope, this::learnName);
        needles = null;
    }

    /** A session in which another device was is nobody's alone; all sessions must be known. */
    void learnOthers(Envelope envelope) {
        String device = envelope.deviceId();
        if (device != null && isOfSection(envelope) && !devices.contains(device)) {
            learnOthersSession(envelope.sessionId());
            learnOthersSession(envelope.clientSessionId());
        }
    }

    void forgetOthersSessions() {
        sessions.removeAll(othersSessions);
        needles = null;
    }

    @Override
    public String section() {
        return person.section();
    }

    @Override
    public Set<String> devices() {
        return devices;
    }

    @Override
    public Set<String> sessions() {
        return sessions;
    }

    @Override
    public boolean isOf(Envelope envelope) {
        if (!isOfSection(envelope)) {
            return false;
        }
        String device = envelope.deviceId();
        if (device != null && devices.contains(device)) {
            return true;
        }
        if (device == null && (isSession(envelope.sessionId()) || isSession(envelope.clientSessionId()))) {
            return true;
        }
        return isNamedIn(envelope);
    }

    @Override
    public boolean areIn(byte[] bytes, int from, int to) {
        Needles current = needles;
        if (current == null) {
            current = new Needles(
                    values().filter(value -> !shared.contains(value)).toList());
            needles = current;
        }
        return current.areIn(bytes, from, to) || (!isGivenNameShared() && HashedNames.areIn(person, bytes, from, to));
    }

    /**
     * What an event that stays has, such as the same device id in another section, is not only the person's: it is not looked for
     * in files from now on.
     */
    void learnShared(Envelope kept) {
        Beacon beacon = kept.beacon();
        byte[] text = String.join(
                        " ",
                        String.valueOf(kept.deviceId()),
                        String.valueOf(kept.sessionId()),
                        String.valueOf(kept.clientSessionId()),
                        String.valueOf(kept.client().referrer()),
                        beacon.query(),
                        new String(beacon.body(), StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
        if (!areIn(text, 0, text.length)) {
            return;
        }
        values().filter(value -> new Needles(Set.of(value)).areIn(text, 0, text.length))
                .toList()
                .forEach(shared::add);
        Scalars.of(kept, (name, value) -> {
            if (Names.isHashedTo(person.kind(), person.value(), value)) {
                shared.add(value);
            }
        });
        needles = null;
    }

    /** How many values others have too. */
    int sharedValues() {
        return shared.size();
    }

    private boolean isGivenNameShared() {
        for (String value : shared) {
            if (Names.isHashedTo(person.kind(), person.value(), value)) {
                return true;
            }
        }
        return false;
    }

    /** How often a device, a session id or a name came up that was one too many to be learned. */
    long leftOut() {
        return leftOut;
    }

    /** All that names the person, in plain text. */
    Stream<String> values() {
        return Stream.of(devices, sessions, names).flatMap(Set::stream);
    }

    private boolean isOfSection(Envelope envelope) {
        return envelope.section().equals(person.section());
    }

    /** Whether the request is of one of the devices, or has a name of the hash that was given. */
    private boolean isNamedIn(Envelope envelope) {
        // An id is any text a visitor likes, such as a word that others' requests have for a value: of an event that is
        // another
        // device's it says nothing, and of one that is of no device only where it stands for one.
        boolean isOfNobody = envelope.deviceId() == null;
        boolean[] isNamed = {false};
        Scalars.of(
                envelope,
                (name, value) -> isNamed[0] |= (isOfNobody && Names.isDevice(name) && devices.contains(value))
                        || Names.isHashedTo(person.kind(), person.value(), value));
        if (!isNamed[0] && Multipart.is(envelope)) {
            byte[] body = envelope.beacon().body();
            return (isOfNobody && new Needles(devices).areIn(body, 0, body.length))
                    || HashedNames.areIn(person, body, 0, body.length);
        }
        return isNamed[0];
    }

    private boolean isSession(@Nullable String session) {
        return session != null && sessions.contains(session);
    }

    private void learnSession(@Nullable String session) {
        if (session != null) {
            learn(sessions, session);
        }
    }

    private void learn(Set<String> known, String value) {
        if (known.size() < mostValues) {
            known.add(value);
        } else if (!known.contains(value)) {
            leftOut++;
        }
    }

    private void learnOthersSession(@Nullable String session) {
        if (isSession(session)) {
            othersSessions.add(String.valueOf(session));
        }
    }

    /** Of an event that goes only for the name in it, nothing but that name is the person's. */
    private void learnSpelling(Envelope envelope) {
        if (ambiguous.contains(envelope.deviceId())) {
            Scalars.of(envelope, (field, value) -> {
                if (Names.isHashedTo(person.kind(), person.value(), value)) {
                    learn(names, value);
                }
            });
            needles = null;
        }
    }

    private void learnName(String field, String value) {
        boolean isEmail = Names.email(value) != null && value.indexOf('.', value.indexOf('@')) > 0;
        boolean isPhone = Names.isPhoneField(field) && Names.phone(value) != null;
        boolean isGiven = Names.isHashedTo(person.kind(), person.value(), value);
        if (isEmail || isPhone || isGiven) {
            learn(names, value);
        }
    }

    /** What is kept on disk of a person while an erasure is under way. */
    record Noted(Set<String> devices, Set<String> ambiguous, Set<String> sessions, Set<String> names, long leftOut) {}
}
