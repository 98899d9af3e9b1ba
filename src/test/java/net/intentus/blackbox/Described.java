package net.intentus.blackbox;

import net.intentus.harness.Api;
import net.intentus.harness.OpenApiCheck;

/** What every answer of the API must be. */
final class Described {
  private static final OpenApiCheck DOCUMENT = OpenApiCheck.load();

  private Described() {}

  /** The answer, which is as the OpenAPI document says and gives nothing away. */
  static Api.Reply answer(String method, String path, Api.Reply reply) {
    DOCUMENT.check(method, path.replaceFirst("\\?.*", ""), reply);
    return Leaks.none(reply);
  }
}
