import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.intentus.agent.PlannedAgents;
import net.intentus.budget.PlannedBudgets;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.policy.PolicyDocument;
import net.intentus.release.PlanDocument;
import net.intentus.release.PlanSignature;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * Compiles a directory under version control to a plan, and the other way round. Needs no server;
 * {@code release.sh} starts it with the classes of the WAR.
 *
 * <pre>
 * sh ops/release/release.sh compile DIRECTORY [--key PRIVATE.pem]
 * sh ops/release/release.sh split PLAN DIRECTORY
 * </pre>
 *
 * <p>The directory holds {@code agents/*.json}, a registration each, {@code
 * budgets/*.json}, a budget each, and {@code policy.json}. Ends
 * with 0, 1 when something is wrong with the files, 2 when they cannot be read.
 */
public final class Release {
  private static final String USAGE =
      "usage: release.sh compile DIRECTORY [--key PRIVATE.pem]\n"
          + "       release.sh split PLAN DIRECTORY";

  private Release() {}

  public static void main(String[] args) throws GeneralSecurityException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int code;
    try {
      code = run(List.of(args), out);
    } catch (IOException e) {
      System.err.println("cannot be read or written: " + e.getMessage());
      code = 2;
    }
    out.flush();
    System.exit(code);
  }

  private static int run(List<String> args, PrintStream out)
      throws IOException, GeneralSecurityException {
    boolean signs = args.size() == 4 && args.get(2).equals("--key");
    if (args.size() == 2 && args.get(0).equals("compile")) {
      return compile(Path.of(args.get(1)), null, out);
    }
    if (signs && args.get(0).equals("compile")) {
      return compile(Path.of(args.get(1)), Path.of(args.get(3)), out);
    }
    if (args.size() == 3 && args.get(0).equals("split")) {
      return split(Path.of(args.get(1)), Path.of(args.get(2)));
    }
    System.err.println(USAGE);
    return 2;
  }

  private static int compile(Path directory, Path key, PrintStream out)
      throws IOException, GeneralSecurityException {
    List<String> wrong = new ArrayList<>();
    ArrayNode agents = all(directory.resolve("agents"), PlannedAgents::normal, wrong);
    ArrayNode budgets = all(directory.resolve("budgets"), PlannedBudgets::normal, wrong);
    Path policyFile = directory.resolve("policy.json");
    JsonNode policy = Files.exists(policyFile) ? read(policyFile) : Json.object();
    if (PolicyDocument.strict(policy, true) instanceof PolicyDocument.Reading.Invalid invalid) {
      note(policyFile, invalid.violations(), wrong);
    }
    wrong.forEach(System.err::println);
    if (!wrong.isEmpty()) {
      return 1;
    }
    PlanDocument plan = 
        new PlanDocument(Map.of("agents", agents, "budgets", budgets, "policy", policy), null);
    out.println((key == null ? plan : signed(plan, key)).toJson().toPrettyString());
    return 0;
  }

  /** Makes the normal form of a list, and notes what is wrong. */
  private interface Normal {
    ArrayNode of(JsonNode given, String at, Violations violations);
  }

  private static ArrayNode all(Path directory, Normal normal, List<String> wrong)
      throws IOException {
    ArrayNode all = Json.object().arrayNode();
    for (Path file : files(directory)) {
      Violations violations = new Violations();
      normal.of(Json.object().arrayNode().add(read(file)), "", violations);
      note(file, violations.all(), wrong);
      all.add(read(file));
    }
    Violations together = new Violations();
    ArrayNode written = normal.of(all, "", together);
    if (wrong.isEmpty()) {
      note(directory, together.all(), wrong);
    }
    return written;
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return Json.read(Files.readAllBytes(file));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException(file + " is not JSON");
    }
  }

  private static void note(Path file, List<Violation> violations, List<String> wrong) {
    for (Violation violation : violations) {
      wrong.add(file + ": " + violation.pointer() + " " + violation.message());
    }
  }

  /** The key as {@code openssl genpkey -algorithm ed25519} writes it (RFC 8410, section 7). */
  private static PlanDocument signed(PlanDocument plan, Path pem)
      throws IOException, GeneralSecurityException {
    byte[] encoded =
        Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----[^-]*-----", ""));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(
        KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    signature.update(plan.message());
    return plan.signed(
        new PlanSignature(
            PlanSignature.thumbprint(open(encoded)),
            Base64.getEncoder().encodeToString(signature.sign())));
  }

  private static PublicKey open(byte[] pkcs8) throws GeneralSecurityException {
    byte[] raw =
        new Ed25519PrivateKeyParameters(pkcs8, pkcs8.length - 32).generatePublicKey().getEncoded();
    String spki = "302a300506032b6570032100" + HexFormat.of().formatHex(raw);
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(spki)));
  }

  /** Files of what the plan does not have are removed, as an import would remove them. */
  private static int split(Path plan, Path directory) throws IOException {
    JsonNode json = read(plan);
    split(json.path("agents"), "name", directory.resolve("agents"));
    split(json.path("budgets"), "id", directory.resolve("budgets"));
    write(directory.resolve("policy.json"), json.path("policy"));
    return 0;
  }

  private static void split(JsonNode list, String key, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Path old : files(directory)) {
      Files.delete(old);
    }
    for (JsonNode one : list) {
      write(directory.resolve(fileName(one.path(key).asText())), one);
    }
  }

  /** Names of agents may hold what names of files may not. */
  private static String fileName(String agent) {
    StringBuilder name = new StringBuilder();
    for (byte one : agent.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      name.append(plain ? String.valueOf(c) : "%" + HexFormat.of().toHexDigits(one));
    }
    return name + ".json";
  }

  private static void write(Path file, JsonNode json) throws IOException {
    ObjectNode copy = json.deepCopy();
    Files.writeString(file, copy.toPrettyString() + "\n");
  }
}
