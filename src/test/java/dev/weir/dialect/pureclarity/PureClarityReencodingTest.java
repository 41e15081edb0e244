package dev.weir.dialect.pureclarity;

import dev.weir.dialect.ReencodingContract;

/** Every event that this dialect takes, written anew. */
final class PureClarityReencodingTest extends ReencodingContract {

    PureClarityReencodingTest() {
        super(new PureClarity());
    }
}
