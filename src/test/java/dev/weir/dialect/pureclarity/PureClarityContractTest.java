package dev.weir.dialect.pureclarity;

import dev.weir.dialect.DialectContract;

/** The printed request, and every variation that the vendor's module and script send. */
final class PureClarityContractTest extends DialectContract {

    PureClarityContractTest() {
        super(new PureClarity());
    }
}
