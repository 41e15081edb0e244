/**
 * The config file: YAML 1.2 into immutable records. Every error names the file, the path in it, the value and what was
 * expected; a key that means nothing is an error, because it is a typing mistake that would otherwise do nothing in
 * silence.
 */
@NullMarked
package dev.weir.server.config;

import org.jspecify.annotations.NullMarked;
