package net.intentus.config;

/** A setting that cannot be used. The message names the key, the problem and the remedy. */
public final class ConfigurationProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationProblem(String key, String problem, String remedy) {
    super(key + ": " + problem + " " + remedy);
  }
}
