package net.intentus.fuzz;

/**
 * Something that reads input which nobody has checked yet.
 *
 * @param name of the folder of its corpus, {@code src/test/resources/fuzz/<name>}
 */
public record Target(String name, Reader reader) {

  /** Reads; whatever it throws is a finding. */
  @FunctionalInterface
  public interface Reader {
    void read(byte[] input) throws Exception;
  }
}
