package net.intentus.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SecretFinderPropertyTest {

  @Property(tries = 2000)
  void masksExactlyWhatSearchingForEachSecretFinds(
      @ForAll("secrets") Set<String> secrets, @ForAll("texts") String text) {
    boolean[] covered = new boolean[text.length() + 1];
    for (String secret : secrets) {
      for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
        Arrays.fill(covered, at, at + secret.length(), true);
      }
    }
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (!covered[i]) {
        expected.append(text.charAt(i));
      } else if (!covered[i + 1]) {
        expected.append(Redactor.MARK);
      }
    }
    assertThat(new SecretFinder(secrets).mask(text)).isEqualTo(expected.toString());
  }

  @Provide
  Arbitrary<Set<String>> secrets() {
    return Arbitraries.strings()
        .withChars('a', 'b', '\u00e9')
        .ofMinLength(1)
        .ofMaxLength(6)
        .set()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b', '\u00e9', 'x').ofMaxLength(60);
  }
}
