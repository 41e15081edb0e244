package dev.weir.erase;

import dev.weir.event.Envelope;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells a person's names from other people's. Hers are the one that was given, and of the other kind (numbers for an address,
 * addresses for a number) those that stood in one request with it. Of the given kind she has one alone: a second may be her own, and
 * may be that of somebody on whose device hers was planted. Confined to one thread at a time.
 */
final class NamesTogether {

    private final Person person;
    private final int mostNames;
    private final Set<String> others = new HashSet<>();

    /** @param mostNames so many of the other kind are known at most; one beyond is taken for another's */
    NamesTogether(Person person, int mostNames) {
        this.person = person;
        this.mostNames = mostNames;
    }

    /** Learns from a request that has the given name. */
    void learn(Envelope envelope) {
        isAny(envelope, name -> {
            if (isOfOtherKind(name) && others.size() < mostNames) {
                others.add(name);
            }
            return false;
        });
    }

    /** Whether a request names somebody else. */
    boolean isAnotherIn(Envelope envelope) {
        return isAny(envelope, name -> !isHers(name));
    }

    private boolean isHers(String name) {
        return others.contains(name) || Names.isHashedTo(person.kind(), person.value(), name);
    }

    private boolean isOfOtherKind(String name) {
        return (person.kind() == Person.Kind.EMAIL) == (name.indexOf('@') < 0);
    }

    /** Each name is told in one spelling: an address in lower case, of a number the digits. */
    private static boolean isAny(Envelope envelope, Predicate<String> predicate) {
        boolean[] isAny = {false};
        Scalars.of(envelope, (field, value) -> {
            String name = name(field, value);
            isAny[0] |= !name.isEmpty() && predicate.test(name);
        });
        byte[] body = envelope.beacon().body();
        return isAny[0]
                || (Multipart.is(envelope)
                        && HashedNames.isAnyAddress(
                                body,
                                0,
                                body.length,
                                address ->
                                        Names.isAddress(address) && predicate.test(address.toLowerCase(Locale.ROOT))));
    }

    private static String name(String field, String value) {
        String address = Names.isAddress(value) ? Names.email(value) : null;
        String number = Names.isPhoneField(field) ? Names.phone(value) : null;
        if (address != null) {
            return address;
        }
        return number == null ? "" : number.replace("+", "");
    }
}
