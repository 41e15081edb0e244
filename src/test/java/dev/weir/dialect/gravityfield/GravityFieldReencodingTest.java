package dev.weir.dialect.gravityfield;

import dev.weir.dialect.ReencodingContract;

/** Every event that this dialect takes, written anew. */
final class GravityFieldReencodingTest extends ReencodingContract {

    GravityFieldReencodingTest() {
        super(Fixtures.dialect());
    }
}
