/** Weir: an edge event tracker. */
@org.jspecify.annotations.NullMarked
package dev.weir;
