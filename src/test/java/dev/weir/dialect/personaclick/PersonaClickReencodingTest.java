package dev.weir.dialect.personaclick;

import dev.weir.dialect.ReencodingContract;

/** Every event that this dialect takes, written anew. */
final class PersonaClickReencodingTest extends ReencodingContract {

    PersonaClickReencodingTest() {
        super(new PersonaClick());
    }
}
