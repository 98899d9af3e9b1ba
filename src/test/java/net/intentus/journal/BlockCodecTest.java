package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.intentus.intent.Hashes;
import org.junit.jupiter.api.Test;

class BlockCodecTest {
  private static PlainBlock events() {
    ExecutionLog log = Fixtures.begin("Codec", "default");
    Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    return log.takePending();
  }

  @Test
  void unpacksWhatItPacked() throws CorruptBlock {
    List<PackedEvent> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) { // more than is made room for at first
      String payload = "{\"text\":\"" + "é".repeat(100 * (i % 3)) + i + "\"}";
      EventType type = i % 2 == 0 ? EventType.CHECKPOINT : EventType.TOOL_CALL;
      Instant at = Fixtures.NOW.plusMillis(i);
      events.add(new PackedEvent(7 + i, type, at, payload, Hashes.sha256(Fixtures.utf8(payload))));
    }
    List<PackedEvent> read = BlockCodec.unpack(7, BlockCodec.pack(PlainBlock.of(events)));
    assertThat(read).usingRecursiveFieldByFieldElementComparator().isEqualTo(events);
  }

  @Test
  void damagedBytesAreCorruptOrChangedButNeverAnotherFailure() {
    byte[] good = BlockCodec.pack(events());
    Random random = new Random(7);
    for (int round = 0; round < 5_000; round++) {
      byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      try {
        assertThat(BlockCodec.unpack(1, bad)).isNotNull();
      } catch (CorruptBlock e) {
        assertThat(e).hasMessage("stored bytes cannot be read back");
      }
    }
  }

  @Test
  void refusesAnotherFormat() {
    assertThatThrownBy(() -> BlockCodec.unpack(1, new byte[] {9, 0, 0}))
        .isInstanceOf(CorruptBlock.class);
    assertThatThrownBy(() -> BlockCodec.unpack(1, new byte[0])).isInstanceOf(CorruptBlock.class);
  }

  @Test
  void aSmallExecutionStaysSmall() {
    assertThat(BlockCodec.pack(events()).length).isLessThan(700);
  }
}
