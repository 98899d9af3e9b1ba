package net.intentus.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Hashes;
import org.jspecify.annotations.Nullable;

/**
 * The counters behind rate limits, one row a key. Exact for any number of instances: a call is
 * counted by one conditional update, and the database's clock says which minute it is.
 */
@ApplicationScoped
public class RateStore {
  private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";
  private static final String OVER = NOW + " - started >= " + RateWindow.LENGTH_MS;
  private static final String COUNT =
      "UPDATE rate_window SET used = CASE WHEN "
          + OVER
          + " THEN 1 ELSE used + 1 END, started = CASE WHEN "
          + OVER
          + " THEN "
          + NOW
          + " ELSE started END WHERE key_hash = ?1 AND ("
          + OVER
          + " OR used < ?2)";
  private static final String READ =
      "SELECT started, used, " + NOW + " FROM rate_window WHERE key_hash = ?1";
  private static final String CREATE =
      "INSERT INTO rate_window (key_hash, started, used) VALUES (?1, " + NOW + ", 0)";
  private static final String FORGET =
      "DELETE FROM rate_window WHERE started < " + NOW + " - " + 2 * RateWindow.LENGTH_MS;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected RateStore() {}

  RateStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Counts a call under each key that has room. Keys without a counter are left out of the answer.
   *
   * @param demands with keys that differ
   */
  @Transactional
  public Map<String, RateReading> count(Collection<RateDemand> demands) {
    Map<String, RateReading> readings = new HashMap<>();
    // Always in the same order, so that two calls never wait for each other's rows.
    for (RateDemand demand :
        demands.stream().sorted(Comparator.comparing(RateDemand::key)).toList()) {
      RateReading reading = count(demand);
      if (reading != null) {
        readings.put(demand.key(), reading);
      }
    }
    return readings;
  }

  private @Nullable RateReading count(RateDemand demand) {
    String hash = hash(demand.key());
    boolean counted =
        entities
                .createNativeQuery(COUNT)
                .setParameter(1, hash)
                .setParameter(2, demand.limit())
                .executeUpdate()
            == 1;
    List<?> rows = entities.createNativeQuery(READ).setParameter(1, hash).getResultList();
    if (rows.isEmpty()) {
      return null;
    }
    Object[] row = (Object[]) rows.get(0);
    RateWindow window = new RateWindow(number(row[0]), number(row[1]));
    return RateReading.of(demand, window, number(row[2]), counted);
  }

  /**
   * Makes a counter for a key.
   *
   * @throws jakarta.persistence.PersistenceException when there is one already
   */
  @Transactional
  public void create(String key) {
    entities.createNativeQuery(CREATE).setParameter(1, hash(key)).executeUpdate();
  }

  /** Removes the counters whose minute has long been over. */
  @Transactional
  public int forget() {
    return entities.createNativeQuery(FORGET).executeUpdate();
  }

  private static String hash(String key) {
    return HexFormat.of().formatHex(Hashes.sha256(key.getBytes(StandardCharsets.UTF_8)));
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
