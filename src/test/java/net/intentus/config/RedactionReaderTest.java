package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionReaderTest {
  private static RedactionRules read(Map<String, String> values) {
    return SettingsReader.read(
            key -> Optional.ofNullable(values.get(key.replace("intentus.redaction.", ""))))
        .redaction();
  }

  @Test
  void looksForKeysTokensAndCardsUnlessTold() {
    RedactionRules rules = read(Map.of());
    assertThat(rules.patterns()).containsExactly("api-key", "bearer", "card");
    assertThat(rules.pointers()).isEmpty();
    assertThat(rules.rules()).isEmpty();
    assertThat(read(Map.of("patterns", "None")).patterns()).isEmpty();
    assertThat(read(Map.of("patterns", " Card , email")).patterns())
        .containsExactly("card", "email");
  }

  @Test
  void readsNamedRules() {
    RedactionRules rules =
        read(
            Map.of(
                "pointers", "/a~1b/*, /c",
                "rules", "pay, ids",
                "rules.pay.intents", "Pay*, Re.fund",
                "rules.pay.fields", "iban",
                "rules.pay.patterns", "email",
                "rules.ids.pointers", "/id",
                "rules.ids.regex", "C-[0-9]{1,6}"));
    assertThat(rules.pointers()).containsExactly("/a~1b/*", "/c");
    assertThat(rules.rules()).extracting(RedactionRules.Rule::id).containsExactly("pay", "ids");
    RedactionRules.Rule pay = rules.rules().get(0);
    assertThat(pay.intents().matches("PayIntent")).isTrue();
    assertThat(pay.intents().matches("Re.fund")).isTrue();
    assertThat(pay.intents().matches("Rexfund")).isFalse();
    assertThat(pay.intents().matches("XPay")).isFalse();
    assertThat(pay.fields()).containsExactly("iban");
    assertThat(pay.patterns()).containsExactly("email");
    RedactionRules.Rule ids = rules.rules().get(1);
    assertThat(ids.intents().matches("Anything")).isTrue();
    assertThat(ids.regex())
        .hasValueSatisfying(regex -> assertThat(regex.matcher("C-12").find()).isTrue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pointers | no/slash",
        "pointers | /bad~2escape",
        "pointers | /a, ''",
        "patterns | api-key,passport",
        "rules | Upper",
        "rules | a,a",
        "rules | card",
        "rules | r",
        "rules.r.regex | (unclosed",
        "rules.r.regex | a*",
        "rules.r.regex | (a{100}){100}b",
        "rules.r.regex | (?=lookahead)x",
        "rules.r.pointers | x",
        "rules.r.patterns | x"
      })
  void refusesWhatCannotBeUsed(String key, String value) {
    Map<String, String> values =
        key.contains(".") ? Map.of("rules", "r", key, value) : Map.of(key, value);
    assertThatThrownBy(() -> read(values))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("intentus.redaction." + key);
  }
}
