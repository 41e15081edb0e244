package dev.weir.erase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.erase.Person.Kind;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownPersonTest {

    private static final String DEVICE = "device-of-the-person";
    private static final String DIGITS = "491701234567";

    @TempDir
    private Path dir;

    @Test
    void whatIsOneTooManyToBeLearnedIsCountedAndOutlivesACrash() throws Exception {
        KnownPerson known = new KnownPerson(new Person("shop", Kind.DEVICE, DEVICE), 2);
        for (int i = 1; i <= 4; i++) {
            known.learnTheRest(of(DEVICE, "session-" + i, "{}"));
        }
        known.learnTheRest(of(DEVICE, "session-1", "{}"));
        known.learnTheRest(of("device-of-another", "session-9", "{}"));

        PendingErasure pending = new PendingErasure(dir);
        pending.save(known);

        assertThat(known.sessions()).containsExactly("session-1", "session-2");
        assertThat(known.leftOut()).isEqualTo(2);
        assertThat(pending.load().leftOut()).isEqualTo(2);
        assertThat(pending.load().sessions()).isEqualTo(known.sessions());
    }

    /** Anybody can make thousands of devices name a victim's address: that must not keep it from being erased. */
    @Test
    void ofDevicesBeyondTheBoundTheEventsThatNameThePersonGoAndTheOthersAreCounted() throws Exception {
        KnownPerson known = byEmail("jo@example.com");
        for (int i = 0; i < KnownPerson.MOST_DEVICES; i++) {
            known.learnDevice(of("device-" + i, null, "{\"email\":\"jo@example.com\"}"));
        }

        assertThat(known.learnDevice(of("one-more", null, "{\"email\":\"jo@example.com\"}")))
                .isFalse();
        assertThat(known.devices()).hasSize(KnownPerson.MOST_DEVICES);
        assertThat(known.isOf(of("one-more", null, "{\"email\":\"Jo@Example.com\"}")))
                .isTrue();
        assertThat(known.isOf(of("one-more", null, "{\"event\":\"view\"}"))).isFalse();
        assertThat(known.leftOut()).isEqualTo(1);
    }

    /** A visitor may call herself what other requests have for a value. */
    @Test
    void whatOthersHaveForAValueIsNotThePersons() {
        KnownPerson known = new KnownPerson(new Person("shop", Kind.DEVICE, "web"));

        assertThat(known.isOf(of("web", "s1", "{}"))).isTrue();
        assertThat(known.isOf(of("another", "s2", "{\"stream\":\"web\",\"did\":\"another\"}")))
                .isFalse();
        assertThat(known.learnDevice(of("another", "s2", "{\"stream\":\"web\",\"did\":\"web\"}")))
                .isFalse();
        assertThat(known.isOf(of(null, null, "{\"stream\":\"web\"}"))).isFalse();
        assertThat(known.isOf(of(null, null, "{\"session_data\":{\"user_id\":\"web\"}}")))
                .isTrue();
        assertThat(known.isOf(of(null, null, "{\"visitorId\":\"web\"}"))).isTrue();
    }

    @Test
    void aNumberIsTheHashedOneHoweverItIsWritten() {
        KnownPerson known = new KnownPerson(new Person("shop", Kind.PHONE, Names.sha256("+" + DIGITS)));

        assertThat(known.learnDevice(of("d1", "s1", "{\"phone\":\"+49 (170) 123-45.67\"}")))
                .isTrue();
        assertThat(known.learnDevice(of("d2", "s2", "{\"profile\":{\"tel\":\"491701234567\"}}")))
                .isTrue();
        assertThat(known.learnDevice(of("d3", "s3", "{\"phone\":491701234567}")))
                .isTrue();
        assertThat(known.learnDevice(of("d4", "s4", "{\"phone\":\"+491701234568\"}")))
                .isFalse();
        assertThat(known.devices()).containsExactly("d1", "d2", "d3");
    }

    /** A stranger who knows the victim's device id sends it with his own address, and asks to be forgotten. */
    @Test
    void aDeviceThatNamedSomebodyElseIsNotAdoptedAndItsEventsThatNameThePersonAreHersAllTheSame() throws Exception {
        KnownPerson known = byEmail("stranger@evil.example");
        Envelope victims = of("victims", "s1", "{\"email\":\"Victim@shop.example\"}");
        Envelope planted = of("victims", "s1", "{\"email\":\"Stranger@evil.example\"}");
        Envelope strangers = of("strangers", "s2", "{\"profile\":{\"email\":\"stranger@evil.example\"}}");
        learnAll(known, victims, planted, strangers);

        assertThat(known.devices()).containsExactly("strangers");
        assertThat(known.ambiguous()).containsExactly("victims");
        assertThat(known.isOf(victims)).isFalse();
        assertThat(known.isOf(planted)).isTrue();
        assertThat(known.isOf(of("victims", "s1", "{}"))).isFalse();
        assertThat(known.isOf(strangers)).isTrue();
        assertThat(known.sessions()).containsExactly("s2");
        assertThat(known.names()).containsExactly("Stranger@evil.example", "stranger@evil.example");

        PendingErasure pending = new PendingErasure(dir);
        pending.save(known);
        assertThat(pending.load().ambiguous()).containsExactly("victims");
    }

    @Test
    void aNumberBesideTheAddressIsThePersonsAndAnotherIsNot() {
        String both = "{\"email\":\"ann@shop.example\",\"phone\":\"+49 170 1234567\"}";
        KnownPerson known = byEmail("ann@shop.example");
        learnAll(
                known,
                of("d1", "s1", "{\"phone\":\"49 170 123 45 67\"}"),
                of("d1", "s1", both),
                of("d2", "s2", "{\"email\":\"ann@shop.example\"}"),
                of("d2", "s2", "{\"phone\":\"+49 170 7654321\"}"));

        assertThat(known.devices()).containsExactly("d1");
        assertThat(known.ambiguous()).containsExactly("d2");
    }

    @Test
    void aPagesUrlWithAnAtSignNamesNobody() {
        KnownPerson known = byEmail("ann@shop.example");
        learnAll(
                known,
                of("d1", "s1", "{\"email\":\"ann@shop.example\"}"),
                of("d1", "s1", "{\"url\":\"https://shop.example/@ann/p.html\",\"search_query\":\"size@38\"}"));

        assertThat(known.devices()).containsExactly("d1");
        assertThat(known.ambiguous()).isEmpty();
    }

    @Test
    void whoeverIsNamedInAFormOfSeveralPartsIsSomebodyElseToo() {
        KnownPerson known = byEmail("ann@shop.example");
        learnAll(
                known,
                of("d1", "s1", "{\"email\":\"ann@shop.example\"}"),
                of("d1", "s1", "--x\r\nContent-Disposition: form-data; name=\"e\"\r\n\r\nbob@shop.example\r\n--x--"));

        assertThat(known.ambiguous()).containsExactly("d1");
    }

    @Test
    void whatWasWrittenOtherwiseThanHashedIsLookedForAsItWasWritten() {
        KnownPerson known = new KnownPerson(new Person("shop", Kind.PHONE, Names.sha256(DIGITS)));
        Envelope event = of("device-1", "session-1", "{\"phone\":\"+49 170 1234567\"}");
        known.learnDevice(event);
        known.learnTheRest(event);

        assertThat(isIn(known, "number +49 170 1234567 of")).isTrue();
        assertThat(isIn(known, "number=%2B491701234567&")).isTrue();
        assertThat(isIn(known, "number +49 170 7654321 of")).isFalse();
    }

    private static KnownPerson byEmail(String address) {
        return new KnownPerson(new Person("shop", Kind.EMAIL, Names.sha256(address)));
    }

    /** In the steps of an erasure. */
    private static void learnAll(KnownPerson known, Envelope... envelopes) {
        for (Envelope envelope : envelopes) {
            known.learnDevice(envelope);
        }
        for (Envelope envelope : envelopes) {
            known.learnDoubt(envelope);
        }
        known.forgetAmbiguousDevices();
        for (Envelope envelope : envelopes) {
            known.learnTheRest(envelope);
        }
    }

    private static boolean isIn(KnownPerson known, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return known.areIn(bytes, 0, bytes.length);
    }

    private static Envelope of(@Nullable String device, @Nullable String session, String body) {
        return new Envelope(
                "personaclick",
                "shop",
                EventType.VIEW,
                device,
                session,
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8)));
    }
}
