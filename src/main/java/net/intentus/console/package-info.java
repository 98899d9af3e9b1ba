/**
 * The server-rendered pages for operators.
 *
 * <p>Owns pages, actions and view models. It refuses entities, inline scripts and payloads that it
 * does not show.
 */
@NullMarked
package net.intentus.console;

import org.jspecify.annotations.NullMarked;
