/**
 * What the page and {@code ./weir status} show: one document of where everything stands, read off the meters at one moment, so
 * that it agrees with {@code /metrics}, and the last hour in steps of ten seconds.
 */
@NullMarked
package dev.weir.admin.status;

import org.jspecify.annotations.NullMarked;
