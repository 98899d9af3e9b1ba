package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsersTest {
  private static final String PASSWORD = "fence lamp orbit mild";
  private static final Caller ADMIN =
      new Caller("user:ann", "acme", Set.of("admin"), null, "192.0.2.1");
  private final SecurityFixture fixture = new SecurityFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private UserChange create(Caller by, String name, @Nullable String tenant, String... roles) {
    return fixture.database.in(
        () -> fixture.people.create(by, name, tenant, Set.of(roles), PASSWORD));
  }

  private UserChange change(Caller by, String name, String tenant, boolean off, String... roles) {
    return fixture.database.in(
        () -> fixture.people.change(by, new ConsoleUser(name, tenant, Set.of(roles), off)));
  }

  private SignInResult signIn(String name, String password) {
    return fixture.database.in(() -> fixture.signIn.attempt(name, password, "192.0.2.1", "B/1"));
  }

  private static List<String> pointers(UserChange change) {
    return ((UserChange.Invalid) change).violations().stream().map(Violation::pointer).toList();
  }

  @Test
  void letsWhoWasMadeSignIn() {
    assertThat(create(ADMIN, "bob", null, "viewer")).isInstanceOf(UserChange.Changed.class);

    SignInResult.SignedIn in = (SignInResult.SignedIn) signIn("bob", PASSWORD);
    assertThat(in.session().user())
        .isEqualTo(new ConsoleUser("bob", "acme", Set.of("viewer"), false));
    assertThat(in.session().browser()).isEqualTo("B/1");
    assertThat(fixture.rows("SELECT * FROM audit_entry").toString()).doesNotContain(PASSWORD);
  }

  @Test
  void generatesAPasswordThatWorks() {
    UserChange.Changed made =
        (UserChange.Changed)
            fixture.database.in(
                () -> fixture.people.create(ADMIN, "bob", null, Set.of("viewer"), null));

    assertThat(made.toString()).doesNotContain(made.password());
    assertThat(signIn("bob", made.password())).isInstanceOf(SignInResult.SignedIn.class);
  }

  @Test
  void refusesWhatCannotBe() {
    create(ADMIN, "bob", null, "viewer");
    assertThat(create(ADMIN, "bob", null, "viewer")).isEqualTo(new UserChange.Taken());
    assertThat(pointers(create(ADMIN, "no blanks", null, "viewer"))).containsExactly("/name");
    assertThat(pointers(create(ADMIN, "carl", null))).containsExactly("/roles");
    assertThat(
            pointers(
                fixture.database.in(
                    () -> fixture.people.create(ADMIN, "carl", null, Set.of("viewer"), "short"))))
        .containsExactly("/password");
    fixture.database.in(
        () ->
            fixture.keyChanges.issue(
                ADMIN, new KeyRequest("user:dora", null, Set.of("viewer"), null, KeyLimits.NONE)));
    assertThat(pointers(create(ADMIN, "dora", null, "viewer"))).containsExactly("/name");
  }

  @Test
  void keepsTenantsApart() {
    create(SecurityFixture.ROOT, "bob", "other", "viewer");
    create(SecurityFixture.ROOT, "root2", "*", "admin");

    assertThat(create(ADMIN, "carl", "other", "viewer")).isEqualTo(new UserChange.NotAllowed());
    assertThat(change(ADMIN, "bob", "acme", false, "viewer")).isEqualTo(new UserChange.NotFound());
    assertThat(fixture.people.resetPassword(ADMIN, "bob", null))
        .isEqualTo(new UserChange.NotFound());
    assertThat(fixture.people.page(ADMIN, null, 10)).isEmpty();
    assertThat(fixture.people.page(SecurityFixture.ROOT, null, 10))
        .extracting(ConsoleUser::name)
        .containsExactly("bob", "root2");
  }

  @Test
  void letsNobodyTakeOverAUserWithMoreRights() {
    create(SecurityFixture.ROOT, "bob", "acme", "viewer", "night-shift");

    assertThat(fixture.people.resetPassword(ADMIN, "bob", null))
        .isEqualTo(new UserChange.NotAllowed());
    assertThat(change(ADMIN, "bob", "acme", true, "viewer")).isEqualTo(new UserChange.NotAllowed());
  }

  @Test
  void letsNobodyChangeItsOwnRights() {
    create(SecurityFixture.ROOT, "ann", "acme", "admin");

    assertThat(change(ADMIN, "ann", "acme", true, "admin")).isEqualTo(new UserChange.Own());
    assertThat(change(ADMIN, "ann", "acme", false, "viewer")).isEqualTo(new UserChange.Own());
  }

  @Test
  void endsTheSessionsOfWhoIsDisabledOrGetsAnotherPassword() {
    create(ADMIN, "bob", null, "viewer");
    String first = ((SignInResult.SignedIn) signIn("bob", PASSWORD)).token();
    assertThat(alive(first)).isTrue();

    change(ADMIN, "bob", "acme", true, "viewer");
    assertThat(alive(first)).isFalse();
    assertThat(signIn("bob", PASSWORD)).isEqualTo(new SignInResult.Refused());

    change(ADMIN, "bob", "acme", false, "viewer");
    String second = ((SignInResult.SignedIn) signIn("bob", PASSWORD)).token();
    fixture.database.in(
        () -> fixture.people.resetPassword(ADMIN, "bob", "another fence lamp orbit"));
    assertThat(alive(second)).isFalse();
    assertThat(signIn("bob", PASSWORD)).isEqualTo(new SignInResult.Refused());
    assertThat(fixture.trail.recent(20))
        .contains(
            "user:ann user.disable bob ok",
            "user:ann user.enable bob ok",
            "user:ann user.password bob ok");
  }

  private boolean alive(String token) {
    return fixture.database.in(() -> fixture.sessions.find(token).isPresent());
  }

  @Test
  void slowsGuessingTheOldPasswordDown() {
    create(ADMIN, "bob", null, "viewer");
    ConsoleSession session = ((SignInResult.SignedIn) signIn("bob", PASSWORD)).session();
    String wanted = "another fence lamp orbit";
    for (int i = 0; i < 5; i++) {
      assertThat(own(session, "guess " + i, wanted)).isEqualTo("/current is not your password");
    }
    assertThat(own(session, PASSWORD, wanted)).startsWith("/current cannot be checked now");

    fixture.clock.move(java.time.Duration.ofSeconds(1));
    assertThat(own(session, PASSWORD, PASSWORD)).isEqualTo("/password must be another one");
    assertThat(own(session, PASSWORD, wanted)).isEmpty();
    assertThat(signIn("bob", wanted)).isInstanceOf(SignInResult.SignedIn.class);
  }

  private String own(ConsoleSession session, String current, String wanted) {
    UserChange change =
        fixture.database.in(() -> fixture.own.change(session, current, wanted, null));
    return change instanceof UserChange.Invalid invalid
        ? invalid.violations().get(0).pointer() + " " + invalid.violations().get(0).message()
        : "";
  }

  @Test
  void listsAndEndsOwnSessionsAndThoseOfWhomOneManages() {
    create(ADMIN, "bob", null, "viewer");
    create(SecurityFixture.ROOT, "far", "other", "viewer");
    signIn("bob", PASSWORD);
    signIn("far", PASSWORD);
    Caller bob = new Caller("user:bob", "acme", Set.of("viewer"), null, null);
    Caller key = new Caller("user:bob", "acme", Set.of("viewer"), "key", null);

    assertThat(names(bob)).containsExactly("bob");
    assertThat(names(ADMIN)).containsExactly("bob");
    assertThat(names(key)).isEmpty();
    assertThat(names(SecurityFixture.ROOT)).containsExactlyInAnyOrder("bob", "far");

    String far = id("far");
    assertThat(end(bob, far)).isFalse();
    assertThat(end(ADMIN, far)).isFalse();
    assertThat(end(SecurityFixture.ROOT, far)).isTrue();
    assertThat(end(bob, id("bob"))).isTrue();
    assertThat(names(SecurityFixture.ROOT)).isEmpty();
    assertThat(end(SecurityFixture.ROOT, "' OR 1=1")).isFalse();
  }

  private boolean end(Caller by, String id) {
    return fixture.database.in(() -> fixture.sessions.end(by, id));
  }

  private String id(String user) {
    return fixture.sessions.list(SecurityFixture.ROOT, true).stream()
        .filter(session -> session.user().name().equals(user))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private List<String> names(Caller by) {
    fixture.database.entities.clear();
    return fixture.sessions.list(by, true).stream().map(s -> s.user().name()).toList();
  }
}
