package net.intentus.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A page of {@code runbooks/} whose commands can be carried out.
 *
 * <p>A fenced block tagged {@code sh run} is run by {@code sh -eu}, each in a shell of its own, in
 * order. Its lines {@code # expect: text} say what its output must contain, in any case.
 */
record Runbook(String slug, String text) {
  private static final Path FOLDER = Path.of("runbooks");
  private static final String OPEN = "```sh run";
  private static final String EXPECT = "# expect: ";

  /** One block of commands and what must be in its output. */
  record Block(String script, List<String> expected) {}

  static Runbook read(String slug) {
    try {
      return new Runbook(slug, Files.readString(FOLDER.resolve(slug + ".md")));
    } catch (IOException e) {
      throw new AssertionError("no runbook " + slug, e);
    }
  }

  static List<Runbook> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .map(name -> read(name.substring(0, name.length() - ".md".length())))
          .toList();
    } catch (IOException e) {
      throw new AssertionError("no runbooks", e);
    }
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    StringBuilder script = null;
    List<String> expected = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (script == null) {
        script = line.strip().equals(OPEN) ? new StringBuilder() : null;
      } else if (line.strip().equals("```")) {
        blocks.add(new Block(script.toString(), List.copyOf(expected)));
        expected.clear();
        script = null;
      } else if (line.startsWith(EXPECT)) {
        expected.add(line.substring(EXPECT.length()).strip());
      } else {
        script.append(line).append('\n');
      }
    }
    return blocks;
  }

  /** Carries out every block; an assertion error at the first that fails. */
  void run(Map<String, String> variables, Path directory) throws Exception {
    for (Block block : blocks()) {
      Path out = Files.createTempFile(directory, "block", ".out");
      ProcessBuilder builder = new ProcessBuilder("sh", "-euc", block.script());
      builder.environment().keySet().removeIf(name -> name.startsWith("INTENTUS_"));
      builder.environment().putAll(variables);
      builder.directory(directory.toFile()).redirectErrorStream(true);
      builder.redirectOutput(out.toFile());
      Process process = builder.start();
      boolean ended = process.waitFor(150, TimeUnit.SECONDS);
      process.destroyForcibly();
      String output = Files.readString(out);
      String story = slug + ":\n" + block.script() + "printed:\n" + output;
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError((ended ? "failed: " : "did not end: ") + story);
      }
      for (String text : block.expected()) {
        if (!output.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))) {
          throw new AssertionError("expected " + text + " in " + story);
        }
      }
    }
  }
}
