package dev.weir.dialect.gravityfield;

import dev.weir.dialect.DialectContract;

/** Both APIs, and every variation that a real client sends. */
final class GravityFieldContractTest extends DialectContract {

    GravityFieldContractTest() {
        super(Fixtures.dialect());
    }
}
