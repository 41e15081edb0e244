package dev.weir.dialect.pagent;

import dev.weir.dialect.DialectContract;

/** Every printed request, what its samples really send, and everything that the document says is refused. */
final class PagentContractTest extends DialectContract {

    PagentContractTest() {
        super(new Pagent());
    }
}
