package net.intentus.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The runbooks of this build, rendered once. Immutable. */
@Singleton
class Runbooks {
  private static final String FOLDER = "/WEB-INF/classes/runbooks/";

  private final Map<String, Runbook> bySlug;

  @Inject
  Runbooks(ServletContext context) {
    this(read(context));
  }

  /** Slug → Markdown. */
  Runbooks(Map<String, String> sources) {
    bySlug = new TreeMap<>();
    sources.forEach((slug, markdown) -> bySlug.put(slug, Markdown.runbook(slug, markdown)));
  }

  Optional<Runbook> find(String slug) {
    return Optional.ofNullable(bySlug.get(slug));
  }

  /** All of them, by slug. */
  Collection<Runbook> all() {
    return bySlug.values();
  }

  private static Map<String, String> read(ServletContext context) {
    Map<String, String> sources = new TreeMap<>();
    Set<String> paths = context.getResourcePaths(FOLDER);
    for (String path : paths == null ? Set.<String>of() : paths) {
      if (path.endsWith(".md")) {
        sources.put(path.substring(FOLDER.length(), path.length() - 3), text(context, path));
      }
    }
    return sources;
  }

  private static String text(ServletContext context, String path) {
    try (InputStream in = context.getResourceAsStream(path)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
