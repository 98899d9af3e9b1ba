/**
 * Compiled plans: everything that decides where an intent goes (agents, policy, budgets) as one
 * hashed document that is exported, compared with what is live, and imported as a whole.
 *
 * <p>Refuses what is damaged, of another schema or not signed by whom it must be, and to start with
 * anything but the plan that is in force where a plan is required.
 */
@NullMarked
package net.intentus.release;

import org.jspecify.annotations.NullMarked;
