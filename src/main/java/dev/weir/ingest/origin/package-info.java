/**
 * Which pages may send to which section, and read what they are answered: origins as a browser writes them (RFC 6454, 6.2;
 * the Fetch standard, 3.2), compared as texts. What is compared comes with every beacon of a page, so nothing is parsed and
 * nothing allocated there; what a config says is checked once to be a text that a browser could send.
 */
@NullMarked
package dev.weir.ingest.origin;

import org.jspecify.annotations.NullMarked;
