package net.intentus.audit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Ids;

/**
 * Puts committed entries into the chain. Every instance does, in turn.
 *
 * <p>Not done in the transaction of the change: the end of the chain is one row, and whoever holds
 * its lock until a commit would make every other change wait for that commit.
 */
@Singleton
public class AuditSealing {
  private static final Logger LOG = Logger.getLogger(AuditSealing.class.getName());
  private static final int BATCH = 500;
  private static final int BATCHES = 20;

  private final AuditStore store;
  private final Ids ids;

  @Inject
  AuditSealing(AuditStore store, Ids ids) {
    this.store = store;
    this.ids = ids;
  }

  /**
   * Seals what waits, and says in the log how far the chain goes: kept elsewhere, that line proves
   * later that nothing before it was rewritten. What cannot be done now is done the next time.
   */
  public void tick() {
    try {
      int sealed = 0;
      int batch = BATCH;
      for (int i = 0; i < BATCHES && batch == BATCH; i++) {
        batch = store.seal(ids.next(), BATCH);
        sealed += batch;
      }
      if (sealed > 0) {
        AuditChain chain = store.chain();
        LOG.log(
            Level.INFO,
            "audit chain {0}: {1} entries, the last is {2}",
            new Object[] {chain.name(), Long.toString(chain.seq()), chain.hash()});
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the audit trail could not be sealed; trying again", e);
    }
  }
}
