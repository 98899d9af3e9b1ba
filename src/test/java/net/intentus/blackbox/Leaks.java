package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import net.intentus.harness.Api;

/** What no answer may ever contain. */
final class Leaks {
  private Leaks() {}

  static Api.Reply none(Api.Reply reply) {
    assertThat(reply.body())
        .doesNotContain("Exception", "\tat ", "at net.", "java.lang", "jakarta.", "org.glassfish")
        .doesNotContainPattern("(?i)select .* from |insert into ");
    return reply;
  }
}
