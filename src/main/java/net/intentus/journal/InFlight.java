package net.intentus.journal;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Executions that are open in the database and that a thread of this process works on. As many as
 * there are places in admission. Thread-safe.
 */
@Singleton
class InFlight {
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  /** Notes that work begins; false when somebody here works on it already. */
  boolean begin(String executionId) {
    return ids.add(executionId);
  }

  /** Notes that nobody here works on it any more. */
  void end(String executionId) {
    ids.remove(executionId);
  }

  boolean contains(String executionId) {
    return ids.contains(executionId);
  }

  int size() {
    return ids.size();
  }
}
