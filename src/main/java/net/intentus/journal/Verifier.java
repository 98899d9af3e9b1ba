package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.SigningKeys;
import org.jspecify.annotations.Nullable;

/**
 * Checks records, those in the database and those in exported files, and exports them. Thread-safe.
 *
 * <p>It does not know who asks: callers check the tenant first.
 */
@Singleton
public class Verifier {
  /** A record grows while it is read: then it is read again, this often. */
  private static final int READINGS = 10;

  private final ExecutionStore store;
  private final VerificationStore found;
  private final PublicKeys keys;
  private final Runnable catchUp;
  private final PayloadVault vault;

  @Inject
  Verifier(
      ExecutionStore store,
      VerificationStore found,
      SigningKeys keys,
      JournalWriter writer,
      PayloadVault vault) {
    this(store, found, keys, writer::catchUp, vault);
  }

  /**
   * As above.
   *
   * @param catchUp waits until what is acknowledged is in the database
   */
  Verifier(
      ExecutionStore store,
      VerificationStore found,
      PublicKeys keys,
      Runnable catchUp,
      PayloadVault vault) {
    this.store = store;
    this.found = found;
    this.keys = keys;
    this.catchUp = catchUp;
    this.vault = vault;
  }

  /** A record and what checking it found. */
  record Examined(ExecutionSummary row, VerifyReport report) {}

  /** Checks the stored record; empty when there is none. */
  public Optional<VerifyReport> verify(String id) {
    catchUp.run();
    return examine(id).map(Examined::report);
  }

  Optional<Examined> examine(String id) {
    Optional<StoredExecution> stored = store.find(id);
    for (int reading = 1; stored.isPresent(); reading++) {
      VerifyReport report = Verification.of(stored.get(), keys);
      Optional<StoredExecution> again =
          report.valid() || reading == READINGS ? stored : store.find(id);
      if (again.isPresent() && again.get().lastSeq() == stored.get().lastSeq()) {
        return Optional.of(new Examined(stored.get().summary(), report));
      }
      stored = again;
    }
    return Optional.empty();
  }

  /** What the last sweep found of those records; those it has not come to yet are absent. */
  public Map<String, VerificationState> states(Collection<String> ids) {
    return found.states(ids).stream()
        .collect(Collectors.toMap(VerificationState::executionId, state -> state));
  }

  /**
   * The newest records that did not hold when they were last checked.
   *
   * @param tenant only of that tenant, or null for all
   */
  public List<VerificationState> mismatches(@Nullable String tenant, int limit) {
    return found.mismatches(tenant, limit);
  }

  /**
   * The stored record as one document, with marks for payloads that are encrypted at rest; empty
   * when there is none.
   */
  public Optional<ObjectNode> export(String id) {
    catchUp.run();
    return store
        .find(id)
        .map(stored -> ExportedPayloads.marked(ExportDocument.of(stored, keys), stored.payload()));
  }

  /** Checks an exported file against itself and this installation's signing keys. */
  public FileCheck check(byte[] file) {
    try {
      Evidence evidence = ExportReader.read(file, vault);
      return new FileCheck.Checked(evidence.row().executionId(), Verification.of(evidence, keys));
    } catch (ExportReader.Unreadable e) {
      return new FileCheck.Unreadable(String.valueOf(e.getMessage()));
    }
  }
}
