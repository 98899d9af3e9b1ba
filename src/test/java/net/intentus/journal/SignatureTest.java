package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.JpaDatabase;
import net.intentus.intent.Hashes;
import net.intentus.journal.VerifyReport.Check;
import net.intentus.journal.VerifyReport.Result;
import net.intentus.privacy.KeySignature;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.SigningKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final KeyPair FIRST = pair();
  private static final KeyPair SECOND = pair();
  private static final PublicKeys KEYS =
      id ->
          Optional.ofNullable(Map.of("k1", FIRST, "k2", SECOND).get(id))
              .map(pair -> new SigningKey(id, pair.getPublic(), Instant.EPOCH, null));
  private static JpaDatabase database;

  @BeforeAll
  static void open() {
    database = JpaDatabase.h2();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeySignature sign(String id, KeyPair pair, byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(message);
      return new KeySignature(id, signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Append append) {
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(append));
          return null;
        });
  }

  /** Two appends; a key rotation lies between them. */
  private static String signed() {
    ExecutionLog log = Fixtures.beginSigned("k1", "Signed", "default");
    write(Fixtures.append(log, null, message -> sign("k1", FIRST, message)));
    ExecutionEnd end = Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    write(Fixtures.append(log, end, message -> sign("k2", SECOND, message)));
    return log.executionId();
  }

  private static StoredExecution read(String id) {
    return database.inTransaction(entities -> new ExecutionStore(entities).find(id).orElseThrow());
  }

  private static Check signature(String id) {
    return Verification.of(read(id), KEYS).checks().stream()
        .filter(check -> check.name().equals("signature"))
        .findFirst()
        .orElseThrow();
  }

  private static void store(String id, int firstSeq, byte[] data) {
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery(
                    "UPDATE journal_block SET data = ?1 WHERE execution_id = ?2 AND first_seq = ?3")
                .setParameter(1, data)
                .setParameter(2, id)
                .setParameter(3, firstSeq)
                .executeUpdate());
  }

  @Test
  void aSignedRecordVerifiesAcrossARotation() {
    String id = signed();
    assertThat(Verification.of(read(id), KEYS).valid()).isTrue();
    assertThat(signature(id).result()).isEqualTo(Result.OK);
  }

  @Test
  void aSignatureSurvivesTheWriteAheadLog() throws CorruptBlock {
    ExecutionLog log = Fixtures.beginSigned("k1", "Signed", "default");
    Append append = Fixtures.append(log, null, message -> sign("k1", FIRST, message));
    write(AppendCodec.decode(AppendCodec.encode(append)));
    assertThat(signature(log.executionId()).result()).isEqualTo(Result.OK);
  }

  @Test
  void anUnsignedRecordIsNotCheckable() {
    ExecutionLog log = Fixtures.begin("Unsigned", "default");
    write(Fixtures.append(log, null));
    assertThat(signature(log.executionId()).result()).isEqualTo(Result.NOT_CHECKABLE);
  }

  @Test
  void namesTheAppendWhoseSignatureWasTakenAway() {
    String id = signed();
    store(id, 4, SignedBlock.content(read(id).blocks().get(1).data()));
    assertThat(signature(id))
        .extracting(Check::result, Check::seq)
        .containsExactly(Result.FAILED, 5);
  }

  @Test
  void namesTheAppendThatAnotherKeySigned() {
    String id = signed();
    byte[] block = read(id).blocks().get(0).data();
    String hash = Hashes.format(Evidence.of(read(id)).events().get(2).hash());
    KeySignature forged = sign("k1", pair(), SignedBlock.message(id, 3, hash));
    store(id, 1, SignedBlock.of(forged, SignedBlock.content(block)));
    assertThat(signature(id))
        .extracting(Check::result, Check::seq)
        .containsExactly(Result.FAILED, 3);
  }

  @Test
  void refusesASignatureByAKeyThatIsNotOurs() {
    String id = signed();
    assertThat(
            Verification.of(read(id), Fixtures.NO_KEYS).checks().stream()
                .filter(check -> check.result() == Result.FAILED))
        .extracting(Check::name)
        .containsExactly("signature");
  }

  /** Who can write to the database can make the chain fit again, but cannot sign it. */
  @Test
  void aRewrittenChainDoesNotHaveTheSignatureOfTheOld() throws CorruptBlock {
    String id = signed();
    StoredExecution stored = read(id);
    List<PackedEvent> events = BlockCodec.unpack(4, stored.blocks().get(1).data());
    PackedEvent ended = events.get(0);
    String prev = Hashes.format(Evidence.of(stored).events().get(2).hash());
    String payload = ended.payload().replace("succeeded", "forgotten");
    byte[] hash = HashChain.next(4, ended.type(), ended.at(), payload, prev);
    PackedEvent last = events.get(1);
    byte[] head = HashChain.next(5, last.type(), last.at(), last.payload(), Hashes.format(hash));
    byte[] block =
        BlockCodec.pack(
            PlainBlock.of(
                List.of(
                    new PackedEvent(4, ended.type(), ended.at(), payload, hash),
                    new PackedEvent(5, last.type(), last.at(), last.payload(), head))));
    KeySignature old = SignedBlock.signature(stored.blocks().get(1).data());
    store(id, 4, SignedBlock.of(old, block));
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery("UPDATE execution SET journal_head = ?1 WHERE id = ?2")
                .setParameter(1, head)
                .setParameter(2, id)
                .executeUpdate());
    assertThat(
            Verification.of(read(id), KEYS).checks().stream()
                .filter(check -> check.result() == Result.FAILED))
        .extracting(Check::name)
        .containsExactly("signature");
    assertThat(signature(id).seq()).isEqualTo(5);
  }
}
