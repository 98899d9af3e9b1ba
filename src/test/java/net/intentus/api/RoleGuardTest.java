package net.intentus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.security.CallerContext;
import org.junit.jupiter.api.Test;

class RoleGuardTest {
  static class Undeclared {
    public void any() {}
  }

  @RolesAllowed("viewer")
  static class Declared {
    public void inherited() {}

    @RolesAllowed("admin")
    public void stricter() {}

    @PermitAll
    public void open() {}

    @RolesAllowed("superuser")
    public void mistyped() {}
  }

  private static RoleGuard.Guard guardOf(Class<?> type, String name) throws Exception {
    Method method = type.getMethod(name);
    RoleGuard.Guard[] registered = new RoleGuard.Guard[1];
    ResourceInfo info =
        new ResourceInfo() {
          @Override
          public Method getResourceMethod() {
            return method;
          }

          @Override
          public Class<?> getResourceClass() {
            return type;
          }
        };
    FeatureContext context =
        (FeatureContext)
            Proxy.newProxyInstance(
                RoleGuardTest.class.getClassLoader(),
                new Class<?>[] {FeatureContext.class},
                (proxy, called, arguments) -> {
                  registered[0] = (RoleGuard.Guard) arguments[0];
                  return proxy;
                });
    new RoleGuard().configure(info, context);
    return registered[0];
  }

  private static ErrorCode answer(RoleGuard.Guard guard, Caller caller) {
    ContainerRequestContext request =
        (ContainerRequestContext)
            Proxy.newProxyInstance(
                RoleGuardTest.class.getClassLoader(),
                new Class<?>[] {ContainerRequestContext.class},
                (proxy, called, arguments) ->
                    arguments[0].equals(CallerContext.CALLER) ? caller : null);
    try {
      guard.filter(request);
      return null;
    } catch (ProblemException e) {
      return e.problem().code();
    }
  }

  private static Caller with(String... roles) {
    return new Caller("key:a", "acme", Set.of(roles), "a", null);
  }

  @Test
  void admitsTheRoleAndThoseThatIncludeIt() throws Exception {
    RoleGuard.Guard guard = guardOf(Declared.class, "inherited");

    assertThat(answer(guard, with("viewer"))).isNull();
    assertThat(answer(guard, with("operator"))).isNull();
    assertThat(answer(guard, with("admin"))).isNull();
    assertThat(answer(guard, with("submitter"))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(answer(guard, with("agent"))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(answer(guard, with("VIEWER", "night-shift"))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(answer(guard, with())).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(answer(guard, null)).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void holdsToTheMethodsOwnDeclarationFirst() throws Exception {
    assertThat(answer(guardOf(Declared.class, "stricter"), with("operator")))
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(guardOf(Declared.class, "open")).isNull();
  }

  @Test
  void refusesToDeployWhatDeclaresNothingOrAnUnknownRole() {
    assertThatThrownBy(() -> guardOf(Undeclared.class, "any"))
        .hasMessageContaining("@RolesAllowed");
    assertThatThrownBy(() -> guardOf(Declared.class, "mistyped")).hasMessageContaining("superuser");
  }
}
