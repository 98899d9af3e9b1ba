import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Checks exported executions and archives without the runtime that made them. Needs a JDK 17 and
 * nothing else:
 *
 * <pre>java ops/verify/Verify.java [--key KEY]... FILE|DIRECTORY...</pre>
 *
 * <p>A FILE is an exported execution; a DIRECTORY is an archive with its {@code manifest.json}. KEY
 * is a trusted public key: Base64 of its SubjectPublicKeyInfo, or a file with that, with PEM, or
 * with what {@code GET /api/v1/signing-keys} answered. With a trusted key every record has to be
 * signed by one; without, signatures are checked against the keys that the file itself brings,
 * which shows damage but not forgery. {@code --canonical FILE} prints the canonical form (RFC 8785)
 * of any JSON.
 *
 * <p>Ends with 0 when everything holds, 1 when a check fails, 2 when something cannot be read.
 */
public final class Verify {
  private static final String USAGE =
      "usage: java Verify.java [--key KEY]... FILE|DIRECTORY...\n"
          + "       java Verify.java --canonical FILE";

  private Verify() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int code;
    try {
      code = run(args, out);
    } catch (Unreadable e) {
      out.println("UNREADABLE: " + e.getMessage());
      code = 2;
    } catch (IOException | UncheckedIOException e) {
      out.println("UNREADABLE: " + e);
      code = 2;
    }
    out.flush();
    System.exit(code);
  }

  private static int run(String[] args, PrintStream out) throws IOException {
    List<PublicKey> trusted = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--key") && i + 1 < args.length) {
        trusted.addAll(Keys.read(args[++i]));
      } else if (args[i].equals("--canonical") && args.length == 2) {
        out.write(Canonical.bytes(Json.read(Files.readAllBytes(Path.of(args[1])))));
        return 0;
      } else if (args[i].startsWith("--")) {
        throw new Unreadable(USAGE);
      } else {
        paths.add(Path.of(args[i]));
      }
    }
    if (paths.isEmpty()) {
      throw new Unreadable(USAGE);
    }
    boolean valid = true;
    for (Path path : paths) {
      valid &=
          Files.isDirectory(path)
              ? new Archive(path, trusted, out).check()
              : file(path, trusted, out);
    }
    return valid ? 0 : 1;
  }

  private static boolean file(Path path, List<PublicKey> trusted, PrintStream out)
      throws IOException {
    Execution execution = new Execution(Json.read(Files.readAllBytes(path)), trusted);
    List<Check> checks = execution.checks();
    out.println("execution " + execution.id());
    checks.forEach(check -> out.println("  " + check));
    if (trusted.isEmpty() && execution.signed()) {
      out.println("  note: the keys came with the file; give the one you trust with --key");
    }
    boolean valid = checks.stream().noneMatch(Check::failed);
    out.println(valid ? "VALID" : "INVALID");
    return valid;
  }
}

/** What cannot be read at all, so that nothing can be said about it. */
final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unreadable(String message) {
    super(message);
  }
}

/** The outcome of one check. */
record Check(String name, String result, Long seq, String detail) {
  static Check ok(String name, String detail) {
    return new Check(name, "ok", null, detail);
  }

  static Check failed(String name, long seq, String detail) {
    return new Check(name, "FAILED", seq, detail);
  }

  static Check open(String name, String detail) {
    return new Check(name, "not_checkable", null, detail);
  }

  boolean failed() {
    return result.equals("FAILED");
  }

  @Override
  public String toString() {
    return result + " " + name + (seq == null ? "" : " at event " + seq) + ": " + detail;
  }
}

/** One exported execution. */
final class Execution {
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "unknown");

  private final Map<String, Object> document;
  private final Map<String, Object> row;
  private final List<Map<String, Object>> events = new ArrayList<>();
  private final List<PublicKey> trusted;
  private final List<Check> checks = new ArrayList<>();

  Execution(Object json, List<PublicKey> trusted) {
    this.document = Json.object(json, "the document");
    this.trusted = trusted;
    if (!"intentusnet-execution".equals(document.get("format"))
        || !Double.valueOf(1).equals(document.get("version"))) {
      throw new Unreadable("this is no exported execution of format version 1");
    }
    this.row = Json.object(document.get("execution"), "execution");
    for (Object event : Json.array(document.get("events"), "events")) {
      events.add(Json.object(event, "an event"));
    }
    if (!(row.get("executionId") instanceof String)) {
      throw new Unreadable("the execution has no executionId");
    }
  }

  String id() {
    return (String) row.get("executionId");
  }

  boolean signed() {
    return !Json.array(document.get("signatures"), "signatures").isEmpty();
  }

  List<Check> checks() {
    boolean whole = sequence();
    chain();
    head(whole);
    Map<String, Object> received = payload("INTENT_RECEIVED", false);
    Map<String, Object> end = payload("FINAL_RESPONSE", true);
    record(received, end);
    content("envelope-hash", "envelope", received, "envelopeDocumentHash", 1);
    content("response-hash", "response", end, "responseDocumentHash", events.size());
    signature(received);
    return checks;
  }

  private boolean sequence() {
    for (int i = 0; i < events.size(); i++) {
      if (!Double.valueOf(i + 1).equals(events.get(i).get("seq"))) {
        checks.add(
            Check.failed("sequence", i + 1, "the event with this number is missing or misplaced"));
        return false;
      }
    }
    if (events.isEmpty() || unreadable().contains("events")) {
      checks.add(
          Check.failed("sequence", events.size() + 1, "the events could not be read to the end"));
      return false;
    }
    checks.add(Check.ok("sequence", events.size() + " events, contiguous from 1"));
    return true;
  }

  private void chain() {
    String prev = id();
    for (int i = 0; i < events.size(); i++) {
      Map<String, Object> event = events.get(i);
      Map<String, Object> hashed = new HashMap<>();
      for (String name : List.of("seq", "type", "at", "payload")) {
        hashed.put(name, event.get(name));
      }
      hashed.put("prevHash", prev);
      String hash = Hash.of(hashed);
      if (!hash.equals(event.get("hash")) || !prev.equals(event.get("prevHash"))) {
        checks.add(Check.failed("hash-chain", i + 1, "the event does not match its hash"));
        return;
      }
      prev = hash;
    }
    checks.add(Check.ok("hash-chain", "every event matches its hash and the one before it"));
  }

  private void head(boolean whole) {
    if (!whole) {
      checks.add(Check.open("head", "the events cannot be read to the end"));
      return;
    }
    int seq = events.size();
    Map<String, Object> last = events.get(seq - 1);
    if (!Double.valueOf(seq).equals(row.get("lastSeq"))) {
      checks.add(Check.failed("head", seq, "the record says another number of its last event"));
    } else if (!Objects.equals(last.get("hash"), row.get("journalHead"))) {
      checks.add(Check.failed("head", seq, "the last event's hash is not the recorded head"));
    } else if (ENDED.contains(row.get("status")) && !"FINAL_RESPONSE".equals(last.get("type"))) {
      checks.add(Check.failed("head", seq, "it has ended, but its last event is another"));
    } else {
      checks.add(Check.ok("head", "the last event is the recorded head"));
    }
  }

  private void record(Map<String, Object> received, Map<String, Object> end) {
    if (received == null) {
      checks.add(Check.open("record", "the first event is missing"));
      return;
    }
    List<String> wrong = new ArrayList<>();
    for (String name :
        List.of(
            "executionId",
            "intent",
            "strategy",
            "tenant",
            "subject",
            "traceId",
            "requestId",
            "tags",
            "envelopeHash")) {
      compare(name, received.get(name), wrong);
    }
    Object redactions = received.get("redactions");
    compare(
        "redactionCount", redactions instanceof List<?> list ? (double) list.size() : 0d, wrong);
    compare("createdAt", events.get(0).get("at"), wrong);
    Map<String, Object> router = payload("ROUTER_DECISION", false);
    if (router != null) {
      compare("routingTableHash", router.get("routingTableHash"), wrong);
    }
    if (!wrong.isEmpty()) {
      checks.add(
          Check.failed("record", 1, "not as the first events say: " + String.join(", ", wrong)));
      return;
    }
    if (end != null) {
      ending(end, wrong);
    } else {
      if (ENDED.contains(row.get("status"))) {
        wrong.add("status");
      }
      for (String name :
          List.of("agent", "errorCode", "responseHash", "fingerprint", "completedAt")) {
        compare(name, null, wrong);
      }
    }
    checks.add(
        wrong.isEmpty()
            ? Check.ok("record", "status, intent, agent, tenant and hashes are as the events say")
            : Check.failed(
                "record",
                events.size(),
                "not as the last event says: " + String.join(", ", wrong)));
  }

  private void ending(Map<String, Object> end, List<String> wrong) {
    for (String name : List.of("status", "agent", "attempts", "responseHash", "fingerprint")) {
      compare(name, end.get(name), wrong);
    }
    Object error = end.get("error");
    compare("errorCode", error instanceof Map<?, ?> map ? map.get("code") : null, wrong);
    Map<String, Object> last = event("FINAL_RESPONSE", true);
    compare("completedAt", last == null ? null : last.get("at"), wrong);
    Map<String, Object> first = event("AGENT_ATTEMPT_START", false);
    compare("startedAt", first == null ? null : first.get("at"), wrong);
  }

  private void compare(String name, Object recorded, List<String> wrong) {
    if (!Objects.equals(row.get(name), recorded)) {
      wrong.add(name);
    }
  }

  private void content(
      String check, String name, Map<String, Object> event, String field, int seq) {
    Object stands = document.get(name);
    if (event == null) {
      checks.add(Check.open(check, "the event that tells it is missing"));
    } else if (unreadable().contains(name)) {
      checks.add(Check.failed(check, seq, "it could not be read when it was exported"));
    } else if (document.get("sealed") instanceof Map<?, ?> sealed && sealed.containsKey(name)) {
      checks.add(Check.open(check, "it is in the archive in encrypted form only"));
    } else if (stands == null) {
      checks.add(Check.open(check, "it was not stored any more when it was exported"));
    } else if (document.get("encrypted") instanceof Map<?, ?> keys && keys.containsKey(name)) {
      checks.add(Check.open(check, "its payload is encrypted where it is stored, not exported"));
    } else if (Hash.of(stands).equals(event.get(field))
        || Hash.of(stands).equals(event.get(name + "FullDocumentHash"))) {
      checks.add(Check.ok(check, "it is the one that was recorded"));
    } else {
      checks.add(Check.failed(check, seq, "it is not the one that was recorded"));
    }
  }

  private void signature(Map<String, Object> received) {
    boolean due = received != null && received.get("signed") instanceof String;
    Map<String, PublicKey> brought = new HashMap<>();
    for (Object item : Json.array(document.get("keys"), "keys")) {
      Map<String, Object> key = Json.object(item, "a key");
      if (key.get("keyId") instanceof String id && key.get("publicKey") instanceof String text) {
        brought.put(id, Keys.decode(text));
      }
    }
    Set<Double> seen = new HashSet<>();
    for (Object item : Json.array(document.get("signatures"), "signatures")) {
      Map<String, Object> one = Json.object(item, "a signature");
      if (!(one.get("seq") instanceof Double number)
          || !(one.get("signature") instanceof String text)) {
        throw new Unreadable("a signature without seq or signature");
      }
      int seq = number.intValue();
      seen.add(number);
      PublicKey named = brought.get(String.valueOf(one.get("keyId")));
      List<PublicKey> keys = trusted.isEmpty() && named != null ? List.of(named) : trusted;
      if (!made(keys, seq, text)) {
        checks.add(
            Check.failed("signature", seq, "it is not one of this event's hash by a known key"));
        return;
      }
    }
    boolean last = seen.contains((double) events.size());
    if ((due || !trusted.isEmpty()) && !last) {
      checks.add(
          Check.failed("signature", events.size(), "the last event has to be signed and is not"));
    } else if (seen.isEmpty()) {
      checks.add(Check.open("signature", "the record is not signed"));
    } else {
      checks.add(Check.ok("signature", "every signature is good"));
    }
  }

  private boolean made(List<PublicKey> keys, int seq, String signature) {
    if (seq < 1 || seq > events.size()) {
      return false;
    }
    byte[] message =
        ("intentusnet/journal-head/v1\n"
                + id()
                + "\n"
                + seq
                + "\n"
                + events.get(seq - 1).get("hash"))
            .getBytes(StandardCharsets.UTF_8);
    byte[] value;
    try {
      value = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return keys.stream().anyMatch(key -> Keys.verifies(key, message, value));
  }

  private List<Object> unreadable() {
    return Json.array(document.get("unreadable"), "unreadable");
  }

  private Map<String, Object> payload(String type, boolean last) {
    Map<String, Object> event = event(type, last);
    return event == null || !(event.get("payload") instanceof Map<?, ?>)
        ? null
        : Json.object(event.get("payload"), "a payload");
  }

  private Map<String, Object> event(String type, boolean last) {
    Map<String, Object> found = null;
    for (Map<String, Object> event : events) {
      if (type.equals(event.get("type")) && (found == null || last)) {
        found = event;
      }
    }
    return found;
  }
}

/** A directory with a manifest and files of one exported execution a line. */
final class Archive {
  private static final String MANIFEST = "manifest.json";

  private final Path directory;
  private final List<PublicKey> trusted;
  private final PrintStream out;
  private boolean valid = true;
  private long executions;

  Archive(Path directory, List<PublicKey> trusted, PrintStream out) {
    this.directory = directory;
    this.trusted = trusted;
    this.out = out;
  }

  boolean check() throws IOException {
    out.println("archive " + directory);
    Map<String, Object> manifest =
        Json.object(Json.read(Files.readAllBytes(directory.resolve(MANIFEST))), MANIFEST);
    if (!"intentusnet-archive".equals(manifest.get("format"))
        || !Double.valueOf(1).equals(manifest.get("version"))) {
      throw new Unreadable("this is no archive of format version 1");
    }
    Map<String, Object> hashed = new LinkedHashMap<>(manifest);
    Object said = hashed.remove("manifestHash");
    if (!Hash.of(hashed).equals(said)) {
      fail("manifest", "its hash is not the one it says");
    }
    Set<String> named = new HashSet<>();
    for (Object item : Json.array(manifest.get("files"), "files")) {
      Map<String, Object> file = Json.object(item, "a file");
      String name = String.valueOf(file.get("name"));
      named.add(name);
      if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
        fail("manifest", "the name of a file leads elsewhere");
      } else if (!Files.isRegularFile(directory.resolve(name))) {
        fail(name, "the file is missing");
      } else {
        file(name, file);
      }
    }
    try (Stream<Path> all = Files.list(directory)) {
      all.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".jsonl.gz") && !named.contains(name))
          .forEach(name -> fail(name, "the manifest does not know this file"));
    }
    out.println((valid ? "VALID" : "INVALID") + ": " + executions + " executions");
    return valid;
  }

  private void file(String name, Map<String, Object> said) throws IOException {
    Path path = directory.resolve(name);
    if (!Hash.ofFile(path).equals(said.get("sha256"))) {
      fail(name, "its SHA-256 is not the one in the manifest");
    }
    long lines = 0;
    String first = null;
    String last = null;
    try (InputStream in = Files.newInputStream(path);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(in), StandardCharsets.UTF_8.newDecoder()))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Execution execution = new Execution(Json.read(line), trusted);
        lines++;
        first = first == null ? execution.id() : first;
        last = execution.id();
        for (Check check : execution.checks()) {
          if (check.failed()) {
            fail(name + " line " + lines + ", execution " + execution.id(), check.toString());
          }
        }
      }
    } catch (IOException | Unreadable e) {
      fail(name, "line " + (lines + 1) + " cannot be read: " + e.getMessage());
    }
    executions += lines;
    if (!Double.valueOf(lines).equals(said.get("executions"))) {
      fail(name, "it holds " + lines + " executions, the manifest says otherwise");
    } else if (!Objects.equals(first, said.get("firstId"))
        || !Objects.equals(last, said.get("lastId"))) {
      fail(name, "its first or last execution is not the one in the manifest");
    }
  }

  private void fail(String where, String why) {
    valid = false;
    out.println("  FAILED " + where + ": " + why);
  }
}

/** Ed25519 public keys (RFC 8032, RFC 8410). */
final class Keys {
  private Keys() {}

  static List<PublicKey> read(String given) throws IOException {
    if (!given.matches("[A-Za-z0-9+/]{59}=") || Files.exists(Path.of(given))) {
      String text = Files.readString(Path.of(given)).strip();
      if (text.startsWith("{")) {
        List<PublicKey> keys = new ArrayList<>();
        for (Object item :
            Json.array(Json.object(Json.read(text), given).get("items"), "the keys' items")) {
          keys.add(decode(String.valueOf(Json.object(item, "a key").get("publicKey"))));
        }
        return keys;
      }
      return List.of(decode(text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "")));
    }
    return List.of(decode(given));
  }

  static PublicKey decode(String base64) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Unreadable("a public key cannot be read");
    }
  }

  static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException e) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

/** SHA-256, written {@code sha-256:<hex>}. */
final class Hash {
  private Hash() {}

  static String of(Object json) {
    return format(digest().digest(Canonical.bytes(json)));
  }

  static String ofFile(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] chunk = new byte[65_536];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
    }
    return format(digest.digest());
  }

  private static String format(byte[] hash) {
    return "sha-256:" + HexFormat.of().formatHex(hash);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

/** The canonical form of JSON (RFC 8785). */
final class Canonical {
  private Canonical() {}

  static byte[] bytes(Object json) {
    StringBuilder out = new StringBuilder();
    write(json, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Object json, StringBuilder out) {
    if (json instanceof Map<?, ?> map) {
      String comma = "{";
      // The natural order of strings is that of their UTF-16 code units, as section 3.2.3 asks.
      for (Map.Entry<String, Object> field :
          new TreeMap<>(Json.object(map, "an object")).entrySet()) {
        out.append(comma);
        comma = ",";
        string(field.getKey(), out);
        write(field.getValue(), out.append(':'));
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (json instanceof List<?> list) {
      String comma = "[";
      for (Object item : list) {
        write(item, out.append(comma));
        comma = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (json instanceof String text) {
      string(text, out);
    } else if (json instanceof Double number) {
      out.append(number(number));
    } else {
      out.append(json); // true, false, null
    }
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int known = "\"\\\b\f\n\r\t".indexOf(c);
      if (known >= 0) {
        out.append('\\').append("\"\\bfnrt".charAt(known));
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /**
   * As ECMAScript prints a double: Number::toString in ECMA-262, shortest digits that read back.
   */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale(); // the n of the algorithm
    StringBuilder out = new StringBuilder(value < 0 ? "-" : "");
    if (point > 21 || point < -5) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      int exponent = point - 1;
      return out.append('e').append(exponent < 0 ? "-" : "+").append(Math.abs(exponent)).toString();
    }
    if (point >= digits.length()) {
      return out.append(digits).append("0".repeat(point - digits.length())).toString();
    }
    if (point > 0) {
      return out.append(digits, 0, point).append('.').append(digits.substring(point)).toString();
    }
    return out.append("0.").append("0".repeat(-point)).append(digits).toString();
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; ; digits++) {
      // At a power of two the nearest decimal may read back as the neighbour and the other not.
      BigDecimal best = null;
      for (RoundingMode mode :
          List.of(RoundingMode.HALF_EVEN, RoundingMode.FLOOR, RoundingMode.CEILING)) {
        BigDecimal rounded = exact.round(new MathContext(digits, mode));
        if (best == null && rounded.doubleValue() == value) {
          best = rounded;
        }
      }
      if (best != null) {
        return best.stripTrailingZeros();
      }
    }
  }
}

/** A strict, bounded reader of JSON (RFC 8259): objects, arrays, strings, doubles, booleans. */
final class Json {
  private static final int MAX_DEPTH = 600;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Object read(byte[] bytes) {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new Unreadable("it is not UTF-8");
    }
  }

  static Object read(String text) {
    Json reader = new Json(text);
    Object value = reader.value(0);
    reader.space();
    if (reader.at != text.length()) {
      throw reader.wrong();
    }
    return value;
  }

  @SuppressWarnings("unchecked") // this reader makes no other maps
  static Map<String, Object> object(Object json, String what) {
    if (json instanceof Map<?, ?>) {
      return (Map<String, Object>) json;
    }
    throw new Unreadable(what + " is no object");
  }

  @SuppressWarnings("unchecked") // this reader makes no other lists
  static List<Object> array(Object json, String what) {
    if (json instanceof List<?>) {
      return (List<Object>) json;
    }
    throw new Unreadable(what + " is no array");
  }

  private Unreadable wrong() {
    return new Unreadable("it is no JSON text: character " + (at + 1));
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char next() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at++);
  }

  private boolean take(char wanted) {
    space();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void require(char wanted) {
    if (!take(wanted)) {
      throw wrong();
    }
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong();
    }
    if (take('{')) {
      return members(depth);
    }
    if (take('[')) {
      return items(depth);
    }
    if (take('"')) {
      return string();
    }
    for (String word : List.of("true", "false", "null")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("null") ? null : word.equals("true");
      }
    }
    return number();
  }

  private Map<String, Object> members(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (take('}')) {
      return members;
    }
    do {
      require('"');
      String name = string();
      require(':');
      Object value = value(depth + 1);
      if (members.containsKey(name)) {
        throw wrong();
      }
      members.put(name, value);
    } while (take(','));
    require('}');
    return members;
  }

  private List<Object> items(int depth) {
    List<Object> items = new ArrayList<>();
    if (take(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
    } while (take(','));
    require(']');
    return items;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < 0x20) {
        throw wrong();
      }
      out.append(c == '\\' ? escape() : c);
    }
    return out.toString();
  }

  private char escape() {
    char c = next();
    int known = "\"\\/bfnrt".indexOf(c);
    if (known >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(known);
    }
    if (c != 'u' || at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]+")) {
      throw wrong();
    }
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private Double number() {
    space();
    int begin = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String written = text.substring(begin, at);
    if (!written.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
        || !Double.isFinite(Double.parseDouble(written))) {
      at = begin;
      throw wrong();
    }
    return Double.valueOf(written);
  }
}
