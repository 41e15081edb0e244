/** A client of the private port, and what it reads there as text. */
@NullMarked
package dev.weir.tool.admin;

import org.jspecify.annotations.NullMarked;
