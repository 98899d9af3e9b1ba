package net.intentus.release;

/**
 * A plan that is whole and signed as it must be.
 *
 * @param normal the plan with its parts in normal form, which may have another hash than the
 *     document that was signed
 */
record JudgedPlan(PlanDocument normal, SignatureState signature) {}
