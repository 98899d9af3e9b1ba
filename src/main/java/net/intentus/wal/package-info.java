/** A log that is only written at its end, in front of the embedded database. Knows no records. */
@NullMarked
package net.intentus.wal;

import org.jspecify.annotations.NullMarked;
