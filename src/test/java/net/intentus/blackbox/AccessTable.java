package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.intentus.api.ApiApplication;
import net.intentus.api.FrameApplication;
import net.intentus.console.ConsoleApplication;
import net.intentus.harness.Api;

/** Who may do what, as declared; and what there is, as the classes say. */
final class AccessTable {
  private AccessTable() {}

  /**
   * One endpoint or page.
   *
   * @param path with names in braces
   * @param roles empty when it is open
   * @param allTenants whether it takes a credential of tenant {@code *} besides
   */
  record Row(String method, String path, Set<String> roles, boolean allTenants) {
    String key() {
      return method + " " + path;
    }

    boolean console() {
      return path.startsWith("/console");
    }

    boolean open() {
      return roles.isEmpty();
    }

    /** The path with these values in the place of names, and something unknown for the others. */
    String with(Map<String, String> values) {
      String filled =
          path.replace("{what}", path.contains("circuit") ? "open" : "queues")
              .replace("{part}", "envelope");
      for (Map.Entry<String, String> value : values.entrySet()) {
        filled = filled.replace("{" + value.getKey() + "}", value.getValue());
      }
      return filled.replaceAll("\\{\\w+}", "x");
    }

    /** The answer that a caller with that role in one tenant got is what this row says. */
    void holds(String role, Api.Reply reply) {
      Leaks.none(reply);
      if (roles.contains(role) && !allTenants) {
        assertThat(reply.status()).as("%s as %s: %s", this, role, reply).isNotIn(401, 403);
      } else {
        assertThat(reply.status()).as("%s as %s: %s", this, role, reply).isEqualTo(403);
      }
    }

    @Override
    public String toString() {
      return key();
    }
  }

  /** The table. */
  static List<Row> rows() {
    try (InputStream in = AccessTable.class.getResourceAsStream("/access-table.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(AccessTable::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    String[] words = line.split(" +", 4);
    Set<String> roles =
        words[2].equals("open") ? Set.of() : new TreeSet<>(Arrays.asList(words[2].split(",")));
    return new Row(words[0], words[1], roles, words.length > 3 && words[3].equals("all-tenants"));
  }

  /** Every resource method of the application, as {@code METHOD /path}. */
  static Set<String> built() {
    Set<String> found = new TreeSet<>();
    for (Application application :
        List.of(new ApiApplication(), new FrameApplication(), new ConsoleApplication())) {
      String root = application.getClass().getAnnotation(ApplicationPath.class).value();
      for (Class<?> resource : application.getClasses()) {
        if (resource.isAnnotationPresent(Path.class)) {
          methods(root, resource, found);
        }
      }
    }
    return found;
  }

  private static void methods(String root, Class<?> resource, Set<String> found) {
    for (Method method : resource.getMethods()) {
      Path own = method.getAnnotation(Path.class);
      String path =
          root
              + "/"
              + resource.getAnnotation(Path.class).value()
              + "/"
              + (own == null ? "" : own.value());
      String plain =
          path.replaceAll("\\{(\\w+) *:[^}]*}", "{$1}").replaceAll("/+", "/").replaceAll("/$", "");
      for (Annotation annotation : method.getAnnotations()) {
        HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
        if (verb != null) {
          found.add(verb.value() + " " + (plain.equals("/console") ? "/console/" : plain));
        }
      }
    }
  }
}
