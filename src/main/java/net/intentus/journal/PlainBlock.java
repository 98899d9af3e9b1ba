package net.intentus.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The events of one append, laid out as their block holds them: not compressed yet, because that is
 * for the thread that stores them.
 *
 * @param events how many
 * @param hashes 32 bytes an event
 * @param plain type, time and payload of each; see {@link BlockCodec}
 */
@SuppressWarnings("ArrayRecordComponent") // handed from thread to thread once, compared nowhere
record PlainBlock(int firstSeq, int events, byte[] hashes, byte[] plain) {

  PlainBlock {
    if (hashes.length != events * BlockCodec.HASH) {
      throw new IllegalArgumentException("not as many hashes as events");
    }
  }

  /** The same from events one by one, with contiguous numbers. */
  static PlainBlock of(List<PackedEvent> events) {
    EventBuffer buffer = new EventBuffer();
    for (PackedEvent event : events) {
      byte[] payload = event.payload().getBytes(StandardCharsets.UTF_8);
      buffer.add(event.seq(), event.type(), event.at(), payload, event.hash());
    }
    return buffer.take();
  }
}
