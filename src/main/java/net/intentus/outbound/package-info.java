/**
 * The one HTTP client that leaves this process.
 *
 * <p>Owns address checks on the resolved IP, connection reuse and bounds. It refuses redirects and
 * addresses that are not allowed.
 */
@NullMarked
package net.intentus.outbound;

import org.jspecify.annotations.NullMarked;
