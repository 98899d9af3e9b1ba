package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockCodecTest {
  private static List<PackedEvent> events() {
    ExecutionLog log = Fixtures.begin("Codec", "default");
    Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    return log.takePending();
  }

  @Test
  void unpacksWhatItPacked() throws CorruptBlock {
    List<PackedEvent> events = events();
    List<PackedEvent> read = BlockCodec.unpack(1, BlockCodec.pack(events));
    assertThat(read).hasSameSizeAs(events);
    for (int i = 0; i < events.size(); i++) {
      assertThat(read.get(i).payload()).isEqualTo(events.get(i).payload());
      assertThat(read.get(i).hash()).isEqualTo(events.get(i).hash());
      assertThat(read.get(i).at()).isEqualTo(events.get(i).at());
      assertThat(read.get(i).type()).isEqualTo(events.get(i).type());
      assertThat(read.get(i).seq()).isEqualTo(i + 1);
    }
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
