package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;

class CompressionTest {
  private static void keeps(byte[] plain) throws CorruptBlock {
    assertThat(Compression.expand(Compression.compress(plain), 0)).isEqualTo(plain);
  }

  @Test
  void givesBackWhatItWasGiven() throws CorruptBlock {
    Random random = new Random(3);
    for (int size : new int[] {0, 1, 2, 31, 100, 5_000, 300_000}) {
      byte[] noise = new byte[size];
      random.nextBytes(noise);
      keeps(noise);
      byte[] escapes = new byte[size];
      Arrays.fill(escapes, (byte) 1);
      keeps(escapes);
    }
  }

  @Test
  void keepsHashesAndWhatOnlyLooksLikeThem() throws CorruptBlock {
    String hash = Hashes.of(Json.object());
    for (String text :
        new String[] {
          hash,
          hash + hash,
          "\u0001" + hash + "\u0001\u0000\u0001",
          hash.substring(0, hash.length() - 1),
          hash.substring(0, hash.length() - 1) + "G",
          hash.toUpperCase(java.util.Locale.ROOT),
          "sha-256:sha-256:" + hash,
          "straße 😀 " + hash + " s"
        }) {
      keeps(Fixtures.utf8(text));
    }
  }

  @Test
  void aHashTakesThirtyFourBytes() {
    byte[] hashes = Fixtures.utf8(Hashes.of(Json.object()));
    assertThat(HashEscape.escape(hashes)).hasSize(34);
  }

  @Test
  void readsWhatTheFirstVersionStored() throws CorruptBlock {
    byte[] plain = Fixtures.utf8("{\"executionId\":\"1\",\"strategy\":\"direct\",\"tags\":[]}");
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    deflater.setDictionary(Compression.DICTIONARY);
    deflater.setInput(plain);
    deflater.finish();
    byte[] stored = new byte[200];
    int length = deflater.deflate(stored);
    deflater.end();
    assertThat(Compression.expand(Arrays.copyOf(stored, length), 0)).isEqualTo(plain);
  }

  @Test
  void damageIsCorruptOrAnotherTextButNeverAnotherFailure() {
    byte[] good = Compression.compress(Fixtures.utf8("x".repeat(500) + Hashes.of(Json.object())));
    Random random = new Random(5);
    for (int round = 0; round < 5_000; round++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      if (bad.length > 0) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(Compression.expand(bad, 0)).isNotNull();
      } catch (CorruptBlock e) {
        assertThat(e).hasMessage("stored bytes cannot be read back");
      }
    }
  }

  @Test
  void anEscapeThatIsNoneIsCorrupt() {
    assertThatThrownBy(() -> HashEscape.undo(new byte[] {1})).isInstanceOf(CorruptBlock.class);
    assertThatThrownBy(() -> HashEscape.undo(new byte[] {1, 5})).isInstanceOf(CorruptBlock.class);
    assertThatThrownBy(() -> HashEscape.undo(new byte[] {1, 1, 9}))
        .isInstanceOf(CorruptBlock.class);
  }
}
