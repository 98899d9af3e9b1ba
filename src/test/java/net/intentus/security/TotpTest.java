package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** RFC 6238, appendix B, SHA-1: the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void makesTheCodesOfTheStandard(long seconds, String digits) {
    assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds))))
        .isEqualTo(digits.substring(2));
  }

  /** RFC 4226, appendix D. */
  @Test
  void makesTheCodesOfTheStandardBelow() {
    String[] codes = {
      "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
      "520489"
    };
    for (int i = 0; i < codes.length; i++) {
      assertThat(Totp.code(SECRET, i)).isEqualTo(codes[i]);
    }
  }

  @Test
  void findsTheStepOfACodeOneStepOffAndNotTwo() {
    Instant now = Instant.ofEpochSecond(1_000 * 30);
    for (int off = -3; off <= 3; off++) {
      String code = Totp.code(SECRET, 1_000 + off);
      if (Math.abs(off) <= 1) {
        assertThat(Totp.matching(SECRET, code, now, 0)).hasValue(1_000 + off);
        assertThat(Totp.matching(SECRET, code, now, 1_000 + off)).isEmpty();
      } else {
        assertThat(Totp.matching(SECRET, code, now, 0)).isEmpty();
      }
    }
  }

  /** RFC 4648, section 10. */
  @ParameterizedTest
  @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB"})
  void writesBaseThirtyTwo(String plain, String encoded) {
    assertThat(Base32.encode(plain.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
  }
}
