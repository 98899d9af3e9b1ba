package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
  private static final String GIVEN_KEY = "ink_abcdefghij123456_chosen-by-the-operator";
  private static final String GIVEN_PASSWORD = "chosen by the operator";

  private final SecurityFixture fixture = new SecurityFixture();
  @TempDir Path directory;

  @AfterEach
  void close() {
    fixture.close();
  }

  private BootstrapResult start(Map<String, String> given) {
    return start(given, directory);
  }

  private BootstrapResult start(Map<String, String> given, Path dataDir) {
    Map<String, String> values = new HashMap<>(given);
    values.put("intentus.data.dir", dataDir.toString());
    Settings settings = SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
    Bootstrap bootstrap =
        new Bootstrap(
            settings,
            fixture.marks,
            fixture.users,
            fixture.keys,
            fixture.sessions,
            fixture.factorStore,
            fixture.hasher,
            fixture.secrets,
            fixture.trail.log,
            fixture.clock);
    return fixture.database.in(bootstrap::run);
  }

  private String file() throws IOException {
    return Files.readString(directory.resolve("bootstrap-credentials"));
  }

  private SignInResult signIn(String password) {
    return fixture.database.in(() -> fixture.signIn.attempt("admin", password, null, null));
  }

  @Test
  void generatesCredentialsThatWorkAndWritesThemForTheOwnerOnly() throws IOException {
    BootstrapResult.Created created = (BootstrapResult.Created) start(Map.of());

    assertThat(file())
        .contains("admin-password=" + created.adminPassword() + "\n")
        .contains("api-key=" + created.apiKey() + "\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("bootstrap-credentials"))))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
    assertThat(signIn(created.adminPassword())).isInstanceOf(SignInResult.SignedIn.class);
    KeyResult.Accepted key = (KeyResult.Accepted) fixture.keys.authenticate(created.apiKey(), null);
    assertThat(key.key().caller(null).allTenants()).isTrue();
    assertThat(key.key().caller(null).has(Role.ADMIN)).isTrue();
    assertThat(created.announcement().orElseThrow())
        .contains(created.adminPassword(), created.apiKey(), "bootstrap-credentials");
    assertThat(created.toString()).doesNotContain(created.adminPassword());
  }

  @Test
  void happensOnce() throws IOException {
    start(Map.of());
    String before = file();

    BootstrapResult second = start(Map.of());

    assertThat(second).isEqualTo(new BootstrapResult.AlreadyDone());
    assertThat(second.announcement()).isEmpty();
    assertThat(file()).isEqualTo(before);
    assertThat(fixture.rows("SELECT id FROM api_key")).hasSize(1);
  }

  @Test
  void takesWhatIsGivenAndNeitherPrintsNorWritesIt() throws IOException {
    BootstrapResult result =
        start(
            Map.of(
                "intentus.bootstrap.admin-password", GIVEN_PASSWORD,
                "intentus.bootstrap.api-key", GIVEN_KEY));

    assertThat(signIn(GIVEN_PASSWORD)).isInstanceOf(SignInResult.SignedIn.class);
    assertThat(fixture.keys.authenticate(GIVEN_KEY, null)).isInstanceOf(KeyResult.Accepted.class);
    assertThat(file() + result.announcement().orElseThrow())
        .doesNotContain(GIVEN_PASSWORD)
        .doesNotContain(GIVEN_KEY)
        .contains("given");
    assertThat(file().lines()).allMatch(line -> line.startsWith("#"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "letmein",
        "ink_under_score_abc",
        "ink_abcdefghij123456_too-short",
        "ink_not.an.id_abcdefghijklmnopqrstuvwxyz"
      })
  void refusesAKeyOfAnotherFormWithoutRepeatingIt(String key) {
    assertThatThrownBy(() -> start(Map.of("intentus.bootstrap.api-key", key)))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("intentus.bootstrap.api-key")
        .hasMessageNotContaining(key);
    assertThat(fixture.rows("SELECT name FROM console_user")).isEmpty();
  }

  @Test
  void refusesAShortPassword() {
    assertThatThrownBy(() -> start(Map.of("intentus.bootstrap.admin-password", "Password1234")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("is among the first that are guessed");
    assertThatThrownBy(() -> start(Map.of("intentus.bootstrap.admin-password", "2-short")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("intentus.bootstrap.admin-password")
        .hasMessageNotContaining("2-short");
  }

  @Test
  void storesNothingWhenTheFileCannotBeWritten() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> start(Map.of(), missing)).isInstanceOf(UncheckedIOException.class);

    assertThat(fixture.rows("SELECT name FROM console_user")).isEmpty();
    assertThat(start(Map.of())).isInstanceOf(BootstrapResult.Created.class);
  }

  @Test
  void resetsALostPasswordAndEndsTheSessionsOfItsOwner() throws IOException {
    start(Map.of("intentus.bootstrap.admin-password", GIVEN_PASSWORD));
    String token = ((SignInResult.SignedIn) signIn(GIVEN_PASSWORD)).token();
    fixture.sql("UPDATE console_user SET disabled = TRUE");

    BootstrapResult.PasswordReset reset =
        (BootstrapResult.PasswordReset)
            start(Map.of("intentus.bootstrap.reset-admin-password", "true"));

    assertThat(signIn(GIVEN_PASSWORD)).isEqualTo(new SignInResult.Refused());
    assertThat(signIn(reset.adminPassword())).isInstanceOf(SignInResult.SignedIn.class);
    assertThat(fixture.database.in(() -> fixture.sessions.find(token))).isEmpty();
    assertThat(file()).contains("admin-password=" + reset.adminPassword());
    assertThat(reset.announcement().orElseThrow()).contains(reset.adminPassword());
    assertThat(fixture.rows("SELECT detail FROM audit_entry WHERE action = 'user.password.reset'"))
        .hasToString("[[{\"sessionsEnded\":\"1\"}]]");
  }

  @Test
  void keepsTheKeyInTheFileWhenThePasswordIsReset() throws IOException {
    BootstrapResult.Created created = (BootstrapResult.Created) start(Map.of());

    start(
        Map.of(
            "intentus.bootstrap.reset-admin-password",
            "true",
            "intentus.bootstrap.admin-password",
            GIVEN_PASSWORD));

    assertThat(file())
        .contains("api-key=" + created.apiKey())
        .doesNotContain(created.adminPassword())
        .doesNotContain(GIVEN_PASSWORD);
  }

  @Test
  void resetsToAGivenPasswordAndMakesTheAdministratorAnewWhenThereIsNone() {
    start(Map.of());
    fixture.sql("DELETE FROM console_user");

    start(
        Map.of(
            "intentus.bootstrap.reset-admin-password",
            "true",
            "intentus.bootstrap.admin-password",
            GIVEN_PASSWORD));

    assertThat(signIn(GIVEN_PASSWORD)).isInstanceOf(SignInResult.SignedIn.class);
  }

  @Test
  void leavesThePasswordAloneUnlessAskedToResetIt() {
    BootstrapResult.Created created = (BootstrapResult.Created) start(Map.of());

    start(Map.of("intentus.bootstrap.admin-password", GIVEN_PASSWORD));

    assertThat(signIn(GIVEN_PASSWORD)).isEqualTo(new SignInResult.Refused());
    assertThat(signIn(created.adminPassword())).isInstanceOf(SignInResult.SignedIn.class);
  }

  @Test
  void recordsWhatItDid() {
    start(Map.of());

    assertThat(fixture.trail.recent(5))
        .hasSize(2)
        .allMatch(entry -> entry.startsWith("system "))
        .anyMatch(entry -> entry.contains("user.create admin"))
        .anyMatch(entry -> entry.contains("key.create"));
  }
}
