package net.intentus.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** The policy in force, in memory. Thread-safe. */
@ApplicationScoped
public class PolicySource {
  private final PolicyStore store;
  private volatile @Nullable PolicySnapshot snapshot;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected PolicySource() {
    this(null);
  }

  @Inject
  public PolicySource(PolicyStore store) {
    this.store = store;
  }

  /** What decides now; reads the database only the first time. */
  public PolicySnapshot current() {
    PolicySnapshot known = snapshot;
    return known == null ? refresh() : known;
  }

  /**
   * Takes over what other instances have saved; cheap when nothing has changed. Fails without
   * forgetting the policy it has when the database does not answer.
   */
  public synchronized PolicySnapshot refresh() {
    PolicySnapshot known = snapshot;
    if (known != null && store.currentVersion() == known.version()) {
      return known;
    }
    PolicySnapshot fresh =
        store
            .current()
            .map(
                stored ->
                    new PolicySnapshot(
                        stored.version(), stored.document(), stored.document().hash()))
            .orElseGet(
                () -> new PolicySnapshot(0, PolicyDocument.EMPTY, PolicyDocument.EMPTY.hash()));
    snapshot = fresh;
    return fresh;
  }
}
