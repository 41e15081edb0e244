package dev.weir.dialect.pagent;

import dev.weir.dialect.ReencodingContract;

/** Every event that this dialect takes, written anew. */
final class PagentReencodingTest extends ReencodingContract {

    PagentReencodingTest() {
        super(new Pagent());
    }
}
