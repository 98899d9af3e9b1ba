/**
 * The IntentusNet frame, as bytes and as a value, and what nodes prove to each other with it.
 *
 * <p>Owns reading and writing of frames, EMCL, node signatures, the peers with their keys, and the
 * window in which a message passes once. It refuses to know what frames are about.
 */
@NullMarked
package net.intentus.wire;

import org.jspecify.annotations.NullMarked;
