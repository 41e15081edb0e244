/**
 * The private port: whether the process lives and is ready, and its metrics. Nothing of it is reachable on the public
 * port.
 */
@NullMarked
package dev.weir.admin;

import org.jspecify.annotations.NullMarked;
