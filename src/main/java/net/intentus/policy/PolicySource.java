package net.intentus.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/** The policy in force, in memory. Thread-safe. */
@ApplicationScoped
public class PolicySource {
  /** How often a change is tried again that somebody else came before. */
  private static final int TRIES = 10;

  private final PolicyStore store;
  private volatile @Nullable PolicySnapshot snapshot;
  private boolean byPlanOnly;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected PolicySource() {
    this(null);
  }

  @Inject
  public PolicySource(PolicyStore store) {
    this.store = store;
  }

  @Inject
  void settings(Settings settings) {
    byPlanOnly = settings.plan().required();
  }

  /** What decides now; reads the database only the first time. */
  public PolicySnapshot current() {
    PolicySnapshot known = snapshot;
    return known == null ? refresh() : known;
  }

  /** Number, author and reason of what is in force; empty when none was ever saved. */
  public Optional<PolicyVersion> inForce() {
    return store.versions(null, 1).stream().findFirst();
  }

  /** That version; empty when there is none. */
  public Optional<StoredPolicy> find(long version) {
    return store.find(version);
  }

  /**
   * Versions, newest first.
   *
   * @param before the version to begin behind, or null for the newest
   */
  public List<PolicyVersion> versions(@Nullable Long before, int limit) {
    return store.versions(before, limit);
  }

  /**
   * Puts a document in force: here when the call returns, elsewhere at the next {@link #refresh}.
   *
   * @param revision the version that must be in force now, or null for any
   * @param reason why, or null; cut to {@value PolicyDraft#MAX_REASON} characters
   */
  public PolicyChange replace(
      PolicyDocument document,
      @Nullable Long revision,
      @Nullable String reason,
      Caller caller,
      Instant at) {
    return change(new PolicyDraft(document, cut(reason), null), revision, caller, at);
  }

  /**
   * The same with the content of an earlier version, which must be what could be put in force now.
   *
   * @param version whose content comes back
   */
  public PolicyChange rollBack(
      long version, @Nullable Long revision, @Nullable String reason, Caller caller, Instant at) {
    StoredPolicy old = store.find(version).orElse(null);
    if (old == null) {
      return new PolicyChange.NoSuchVersion();
    }
    return PolicyDocument.strict(old.document().toJson(), true)
            instanceof PolicyDocument.Reading.Invalid invalid
        ? new PolicyChange.Invalid(invalid.violations())
        : change(new PolicyDraft(old.document(), cut(reason), version), revision, caller, at);
  }

  private PolicyChange change(
      PolicyDraft draft, @Nullable Long revision, Caller caller, Instant at) {
    if (!caller.allTenants()) {
      return new PolicyChange.NotAllowed();
    }
    if (byPlanOnly) {
      return new PolicyChange.ByPlanOnly();
    }
    for (int i = 1; true; i++) {
      long expected = revision == null ? store.currentVersion() : revision;
      try {
        Optional<StoredPolicy> saved = store.change(draft, expected, caller, at);
        if (saved.isPresent()) {
          refresh();
          return new PolicyChange.Changed(saved.get());
        }
      } catch (RuntimeException e) {
        if (store.currentVersion() == expected) {
          throw e; // nobody came first: something is broken
        }
      }
      if (revision != null || i == TRIES) {
        return new PolicyChange.Stale();
      }
    }
  }

  private static @Nullable String cut(@Nullable String reason) {
    return reason == null || reason.length() <= PolicyDraft.MAX_REASON
        ? reason
        : reason.substring(0, PolicyDraft.MAX_REASON);
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
