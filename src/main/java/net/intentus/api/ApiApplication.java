package net.intentus.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The HTTP API. */
@ApplicationPath("/api/v1")
public class ApiApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        ProblemMappers.OfProblem.class,
        ProblemMappers.OfWeb.class,
        ProblemMappers.OfAnything.class,
        RoleGuard.class,
        VersionResource.class,
        ComplianceResource.class,
        AgentsResource.class,
        AgentCallsResource.class,
        IntentsResource.class,
        ExecutionsResource.class,
        HoldResource.class,
        HoldsResource.class,
        RestoreResource.class,
        RetentionResource.class,
        StatsResource.class,
        SigningKeysResource.class,
        EncryptionKeysResource.class,
        SecretsResource.class,
        KeysResource.class,
        UsersResource.class,
        SessionsResource.class,
        AuditResource.class,
        PeersResource.class,
        CredentialsResource.class,
        VerificationResource.class,
        DiffResource.class,
        DriftResource.class,
        ReplayResource.class,
        ResolveResource.class,
        PolicyResource.class,
        PolicyEvaluationResource.class,
        ReleaseResource.class,
        ConfigResource.class,
        BudgetsResource.class,
        NotBuiltResource.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        "jersey.config.server.wadl.disableWadl",
        true,
        // An address made from the Host header would be wrong behind a proxy that ends TLS.
        "jersey.config.server.headers.location.relative.resolution.disabled",
        true);
  }
}
