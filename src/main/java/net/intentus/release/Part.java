package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.intentus.intent.Caller;
import net.intentus.intent.Violations;

/**
 * One part of a compiled plan. Every bean of this type is in the plan under its name; adding one
 * means a new {@link PlanDocument#SCHEMA}. Implementations are thread-safe.
 */
interface Part {

  /** The field of the document; the same at every call. */
  String name();

  /** What is in force, in normal form, as the database has it. */
  JsonNode live();

  /** The normal form of what a document says; what is wrong is noted under {@code /name}. */
  JsonNode normal(JsonNode given, Violations violations);

  /** Notes what of a normal form this installation cannot put in force. */
  void check(JsonNode normal, Violations violations);

  /** What differs, in the order of the part; the two are not the same. */
  List<PlanDifference> differences(JsonNode live, JsonNode wanted);

  /** Keeps others from changing the part until the transaction ends, or does nothing. */
  default void hold() {}

  /**
   * Puts a checked normal form in force, in the transaction of the caller.
   *
   * @param live what is in force and will not be any more
   * @throws IllegalStateException when something else is in force by now
   */
  void put(JsonNode live, JsonNode wanted, Caller caller);

  /** Takes over what was put in force, once the transaction is over. */
  void refresh();
}
