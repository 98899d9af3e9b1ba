/**
 * What may be seen: redaction before storage, the key ring, sealing.
 *
 * <p>Owns the rules and the keys. It refuses to hand a redacted value back.
 */
@NullMarked
package net.intentus.privacy;

import org.jspecify.annotations.NullMarked;
