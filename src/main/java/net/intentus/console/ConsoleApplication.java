package net.intentus.console;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The console. */
@ApplicationPath("/console")
public class ConsoleApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        PageGuard.class,
        PageErrors.class,
        SecureCookies.class,
        AssetsResource.class,
        SignInResource.class,
        ComplianceResource.class,
        SecondStepResource.class,
        ProviderResource.class,
        SecondFactorResource.class,
        ExecutionsResource.class,
        FileCheckResource.class,
        CompareResource.class,
        ReplayResource.class,
        DriftResource.class,
        ResolveResource.class,
        HoldResource.class,
        RevealResource.class,
        RetentionResource.class,
        ReleaseResource.class,
        PolicyResource.class,
        PolicyChangesResource.class,
        BudgetsResource.class,
        KeysResource.class,
        PeersResource.class,
        CredentialsResource.class,
        UsersResource.class,
        SessionsResource.class,
        PasswordResource.class,
        AuditResource.class,
        AgentsResource.class,
        AgentChangesResource.class,
        RunbooksResource.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        "jersey.config.server.wadl.disableWadl",
        true,
        // Behind a proxy our own idea of scheme and host is wrong; a path is right everywhere.
        "jersey.config.server.headers.location.relative.resolution.disabled",
        true);
  }
}
