package net.intentus.security;

/**
 * A key with what is needed to check its secret.
 *
 * @param secretHash SHA-256 of the secret in hexadecimal
 */
record StoredKey(ApiKey key, String secretHash) {
  @Override
  public String toString() {
    return "StoredKey[id=" + key.id() + "]";
  }
}
