/** What the sink and the journal that speak to Kafka know of it alike. */
@NullMarked
package dev.weir.kafka;

import org.jspecify.annotations.NullMarked;
