package net.intentus.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternSizeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9})",
        "(?:[\\pL]{100}){100}",
        "(a|b{1000}){6}",
        "(\\x{41}{900}){9}"
      })
  void seesWhatWouldTakeAllMemory(String bomb) {
    assertThat(PatternSize.of(bomb)).isGreaterThan(PatternSize.MOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a", "^sec$", "secret|banned", "[0-9]{3,}", "a{2}b{3,4}", "(ab?c*){7}", "[]a]{3}",
        "[^]]x", "\\p{Greek}+", "\\x{10FFFF}", "a{,3}", "{", "\\{3}", "(?i)x(?:y)z", "[[:alpha:]]+",
        "((a{20}){20})"
      })
  void guessesFromAbove(String regex) {
    assertThat(PatternSize.of(regex)).isLessThanOrEqualTo(PatternSize.MOST);
    assertThat(Pattern.compile(regex).programSize())
        .isLessThan((int) PatternSize.of(regex) * 4 + 8);
  }

  @Test
  void survivesWhatIsNoPattern() {
    for (String broken : new String[] {"(", ")", "[", "[^", "\\", "\\p{", "a{999999}", "(]{3}"}) {
      assertThat(PatternSize.of(broken)).isLessThanOrEqualTo(PatternSize.MOST);
    }
  }
}
