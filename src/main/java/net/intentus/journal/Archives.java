package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.intent.Times;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.SigningKeys;

/** Opens the archives of runs in {@code intentus.archive.dir}. */
@Singleton
class Archives {
  private final Optional<Path> root;
  private final RetentionRunStore runs;
  private final ExecutionStore executions;
  private final PublicKeys keys;

  @Inject
  Archives(Settings settings, RetentionRunStore runs, ExecutionStore executions, SigningKeys keys) {
    this.root = settings.retention().archiveDir();
    this.runs = runs;
    this.executions = executions;
    this.keys = keys;
  }

  /** Refuses a directory that cannot be written to, before anything expires. */
  void check() {
    if (root.isPresent()) {
      try {
        Files.createDirectories(root.get());
        Files.deleteIfExists(Files.createTempFile(root.get(), ".writable", ""));
      } catch (IOException e) {
        throw new ConfigurationProblem(
            "intentus.archive.dir",
            "is a directory that cannot be made or written to.",
            "Check that the path exists and that this user may write there.");
      }
    }
  }

  /** The archive of that run; a dry run and an installation without archives have none. */
  Archive open(RetentionRun run) throws IOException {
    if (root.isEmpty() || run.dryRun()) {
      return Archive.NONE;
    }
    String day = Times.format(run.startedAt()).substring(0, 10);
    removeUnfinished();
    Path directory = root.get().resolve(day + "_" + run.id());
    runs.archiveTo(run.id(), directory.toString());
    return new ArchiveDirectory(directory, executions, keys, run.startedAt());
  }

  /** What a run left that was killed: nothing was deleted that is only there. */
  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> days =
        Files.newDirectoryStream(root.orElseThrow(), "????-??-??_*")) {
      for (Path day : days) {
        removeUnfinished(day);
      }
    }
  }

  private static void removeUnfinished(Path directory) throws IOException {
    try (DirectoryStream<Path> partials = Files.newDirectoryStream(directory, ".*.partial")) {
      for (Path partial : partials) {
        Files.deleteIfExists(partial.resolve(ArchiveDirectory.FILE));
        Files.deleteIfExists(partial.resolve(ArchiveDirectory.MANIFEST));
        Files.deleteIfExists(partial);
      }
    }
  }
}
