package net.intentus.console;

import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/**
 * Holds people to the roles that each page declares, on its method or else on its class; a page
 * that declares none is closed. Roles include others, which the container's own check does not
 * know.
 */
@Priority(Priorities.AUTHORIZATION)
public class PageGuard implements ContainerRequestFilter {
  @Context ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    if (rule(PermitAll.class) != null
        && resource.getResourceMethod().getAnnotation(RolesAllowed.class) == null) {
      return;
    }
    RolesAllowed allowed = rule(RolesAllowed.class);
    Caller caller = CallerContext.of(request).orElseThrow(ForbiddenException::new);
    boolean may =
        allowed != null
            && Arrays.stream(allowed.value())
                .anyMatch(name -> Role.find(name).filter(caller::has).isPresent());
    if (!may) {
      throw new ForbiddenException();
    }
  }

  private <A extends Annotation> @Nullable A rule(Class<A> type) {
    A own = resource.getResourceMethod().getAnnotation(type);
    return own != null ? own : resource.getResourceClass().getAnnotation(type);
  }
}
