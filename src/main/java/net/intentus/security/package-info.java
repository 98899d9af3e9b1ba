/**
 * Who is calling: API keys, users, sessions, roles; and what was refused.
 *
 * <p>Owns credentials (only as hashes) and turns a request into a {@code Caller}. It refuses
 * default passwords.
 */
@NullMarked
package net.intentus.security;

import org.jspecify.annotations.NullMarked;
