package net.intentus.budget;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import net.intentus.budget.LedgerStep.Begin;
import net.intentus.budget.LedgerStep.Made;
import net.intentus.budget.LedgerStep.Settle;

/** Turns what was decided into bytes for the {@link LocalLedger}'s log, and back. Pure. */
final class LedgerStepCodec {
  private static final byte BEGIN = 1;
  private static final byte MADE = 2;
  private static final byte SETTLE = 3;

  private LedgerStepCodec() {}

  static byte[] encode(LedgerStep step) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (step instanceof Begin begin) {
        out.writeByte(BEGIN);
        out.writeUTF(begin.window());
        out.writeUTF(begin.budgetId());
        out.writeLong(begin.forgetAt());
      } else if (step instanceof Made made) {
        out.writeByte(MADE);
        write(out, made.claim(), made.parts());
        out.writeLong(made.expiresAt());
      } else if (step instanceof Settle settle) {
        out.writeByte(SETTLE);
        write(out, settle.claim(), settle.parts());
        out.writeLong(settle.took().inputTokens());
        out.writeLong(settle.took().outputTokens());
        out.writeLong(settle.took().costMicros());
        write(out, settle.counted());
      } else {
        throw new IllegalArgumentException("nothing is decided yet");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text of more than 64 KiB
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Claim claim, List<HeldPart> parts)
      throws IOException {
    out.writeUTF(claim.executionId());
    out.writeInt(claim.attempt());
    out.writeUTF(claim.tenant());
    out.writeUTF(claim.intent());
    out.writeUTF(claim.agent());
    out.writeLong(claim.certainMicros());
    out.writeInt(parts.size());
    for (HeldPart part : parts) {
      out.writeUTF(part.window());
      write(out, part.amount());
    }
  }

  private static void write(DataOutputStream out, Amount amount) throws IOException {
    out.writeLong(amount.micros());
    out.writeLong(amount.tokens());
    out.writeLong(amount.calls());
  }

  /**
   * What {@link #encode} was given, without the model's name.
   *
   * @throws IOException when it is not one of its
   */
  static LedgerStep decode(byte[] record) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
    LedgerStep step =
        switch (in.readByte()) {
          case BEGIN -> new Begin(in.readUTF(), in.readUTF(), in.readLong());
          case MADE -> new Made(claim(in), parts(in), in.readLong());
          case SETTLE ->
              new Settle(
                  claim(in),
                  parts(in),
                  new Usage(in.readLong(), in.readLong(), in.readLong(), null),
                  amount(in));
          default -> throw new IOException("an unknown step: another version's?");
        };
    if (in.available() > 0) {
      throw new IOException("a step with more in it: another version's?");
    }
    return step;
  }

  private static Claim claim(DataInputStream in) throws IOException {
    return new Claim(
        in.readUTF(), in.readInt(), in.readUTF(), in.readUTF(), in.readUTF(), in.readLong());
  }

  private static List<HeldPart> parts(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<HeldPart> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new HeldPart(in.readUTF(), amount(in)));
    }
    return parts;
  }

  private static Amount amount(DataInputStream in) throws IOException {
    return new Amount(in.readLong(), in.readLong(), in.readLong());
  }
}
