/**
 * The vendors' wire APIs: bytes to events and back, with no I/O. A {@link dev.weir.dialect.Dialect} names the paths it
 * serves; for each request it reads the parameters ({@link dev.weir.dialect.Call}), from which the intake learns section
 * and visitor, and only then the event. The same dialect, on the relay's side, decodes what was journalled and writes
 * the request that the vendor gets: the client's own bytes with what is missing put in, or the event written anew from the
 * model. Where the vendor takes many events in one request, a {@link dev.weir.dialect.Bulk} makes one of many.
 *
 * <p>One folder a vendor; none sees another. What they share (strict JSON, forms, parameters) is in {@code wire}.
 */
@NullMarked
package dev.weir.dialect;

import org.jspecify.annotations.NullMarked;
