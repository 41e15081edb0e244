package dev.weir.compare;

import java.util.List;

/**
 * Who asks a server, by chance.
 *
 * @param shops of names of one length; each visitor is of one of them
 * @param visitors as many as shops at least
 */
record Crowd(List<String> shops, int visitors) {

    /** Of the section in {@code bench/compare.d/weir.yaml}. */
    static final Crowd OF_ONE_SHOP = new Crowd(List.of(Requests.SHOP), 1_000);
}
