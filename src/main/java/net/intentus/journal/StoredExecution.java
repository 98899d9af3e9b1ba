package net.intentus.journal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything the database holds of one execution, unread and unchecked. */
record StoredExecution(
    ExecutionSummary summary,
    int lastSeq,
    List<JournalBlockEntity> blocks,
    @Nullable StoredPayload payload) {

  /** The events, unchecked. */
  List<PackedEvent> events() throws CorruptBlock {
    List<PackedEvent> events = new ArrayList<>();
    for (JournalBlockEntity block : blocks) {
      events.addAll(BlockCodec.unpack(block.firstSeq(), block.data()));
    }
    return events;
  }
}
