package dev.weir.state;

import dev.weir.dialect.Inquiry.OfCounts.Counts;

/** How often a product was viewed, put into a cart and bought, lately. */
public record ProductCounts(Counts lastQuarterHour, Counts lastDay) {

    static final ProductCounts NONE = new ProductCounts(Counts.NONE, Counts.NONE);
}
