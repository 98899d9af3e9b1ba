package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;
import net.intentus.config.Settings;
import net.intentus.policy.Glob;

/** What is kept of the documents of an intent; the first rule that matches its name decides. */
@Singleton
class KeepingRules {
  private record Rule(Predicate<String> intent, Keeping keeping) {}

  private final List<Rule> rules;
  private final Keeping otherwise;

  @Inject
  KeepingRules(Settings settings) {
    Settings.Payloads payloads = settings.recording().payloads();
    this.otherwise = new Keeping(payloads.digest(), payloads.maxBytes());
    this.rules =
        payloads.byIntent().stream()
            .map(
                rule ->
                    new Rule(
                        intent(rule.pattern()), new Keeping(rule.digest(), payloads.maxBytes())))
            .toList();
  }

  private static Predicate<String> intent(String pattern) {
    return Glob.isPattern(pattern) ? Glob.of(pattern)::matches : pattern::equals;
  }

  Keeping of(String intent) {
    for (Rule rule : rules) {
      if (rule.intent().test(intent)) {
        return rule.keeping();
      }
    }
    return otherwise;
  }
}
