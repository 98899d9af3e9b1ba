package net.intentus.config;

import java.util.Optional;
import java.util.Set;

/**
 * {@code mp.jwt.*} (MicroProfile JWT 2.1, section 9) and {@code intentus.jwt.*}: whose tokens are
 * taken.
 *
 * @param key the public key itself, or where it lives
 * @param audiences one of which a token must name; none is no check
 * @param algorithms by their names of RFC 7518, only such as have a public key
 * @param skewSeconds how far the clocks may be apart
 * @param ageSeconds how old a token may be, whatever it says itself; empty is no limit
 * @param tenantClaim the claim that names the tenant
 * @param allTenants whether that claim may say {@code *}
 */
public record TokenSettings(
    Key key,
    String issuer,
    Set<String> audiences,
    Set<String> algorithms,
    int skewSeconds,
    Optional<Integer> ageSeconds,
    String tenantClaim,
    boolean allTenants) {

  public TokenSettings {
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
  }

  /**
   * Where the public key comes from.
   *
   * @param setting the name of the setting that says so
   * @param text the key, or the address, or the path of a file
   * @param inline whether the text is the key
   */
  public record Key(String setting, String text, boolean inline) {
    /** Whether it is fetched over HTTP. */
    public boolean remote() {
      return !inline && (text.startsWith("http://") || text.startsWith("https://"));
    }
  }
}
