/** Starts, wires, drains and stops the process. Imports everybody; nobody imports it. */
@NullMarked
package dev.weir.server;

import org.jspecify.annotations.NullMarked;
