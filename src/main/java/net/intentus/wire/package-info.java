/**
 * The IntentusNet frame, as bytes and as a value.
 *
 * <p>Owns reading and writing of frames. It refuses to know who sends them.
 */
@NullMarked
package net.intentus.wire;

import org.jspecify.annotations.NullMarked;
