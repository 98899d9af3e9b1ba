package net.intentus.api;

import jakarta.annotation.Priority;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Role;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/**
 * Holds callers to the roles that each resource method declares, on itself or else on its class,
 * with {@link RolesAllowed} or {@link PermitAll}. A method that declares neither refuses to be
 * deployed, so that forgetting opens nothing.
 *
 * <p>Roles include others (admin all, operator viewer and submitter), which the container's own
 * check does not know. Objects of other tenants are the resources' part: they answer 404.
 */
public class RoleGuard implements DynamicFeature {
  private static final String OURS = "net.intentus.";

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Method method = resource.getResourceMethod();
    if (!method.getDeclaringClass().getName().startsWith(OURS)) {
      return; // OPTIONS as JAX-RS itself answers it
    }
    Annotation rule = rule(method, resource.getResourceClass());
    if (rule instanceof RolesAllowed roles) {
      context.register(new Guard(roles(roles, method)));
    } else if (!(rule instanceof PermitAll)) {
      throw new IllegalStateException(
          method + " declares no role: add @RolesAllowed or @PermitAll to it or to its class");
    }
  }

  private static @Nullable Annotation rule(Method method, Class<?> resourceClass) {
    Annotation own = own(method.getAnnotations());
    if (own == null) {
      own = own(method.getDeclaringClass().getAnnotations());
    }
    return own == null ? own(resourceClass.getAnnotations()) : own;
  }

  private static @Nullable Annotation own(Annotation[] annotations) {
    return Arrays.stream(annotations)
        .filter(a -> a instanceof RolesAllowed || a instanceof PermitAll || a instanceof DenyAll)
        .findFirst()
        .orElse(null);
  }

  private static List<Role> roles(RolesAllowed allowed, Method method) {
    return Arrays.stream(allowed.value())
        .map(
            name ->
                Role.find(name)
                    .orElseThrow(
                        () ->
                            new IllegalStateException(method + " allows no role of ours: " + name)))
        .toList();
  }

  /** Checks one method's roles. */
  @Priority(Priorities.AUTHORIZATION)
  static final class Guard implements ContainerRequestFilter {
    private final List<Role> allowed;

    Guard(List<Role> allowed) {
      this.allowed = allowed;
    }

    @Override
    public void filter(ContainerRequestContext request) {
      Caller caller =
          CallerContext.of(request)
              .orElseThrow(
                  () -> new ProblemException(ErrorCode.UNAUTHORIZED, "Send a valid API key."));
      if (allowed.stream().noneMatch(caller::has)) {
        throw new ProblemException(ErrorCode.FORBIDDEN, "Your roles do not allow that.");
      }
    }
  }
}
