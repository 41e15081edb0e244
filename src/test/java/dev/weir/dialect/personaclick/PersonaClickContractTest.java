package dev.weir.dialect.personaclick;

import dev.weir.dialect.DialectContract;

/** Every printed request, and every variation that a real client sends. */
final class PersonaClickContractTest extends DialectContract {

    PersonaClickContractTest() {
        super(new PersonaClick());
    }
}
