package net.intentus.routing;

import java.util.List;
import java.util.function.Function;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Routing;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Strategy;

final class Fixtures {
  static final IntentRef SEARCH = new IntentRef("Search", "1.0");
  static final RouterLimits STRICT = new RouterLimits(true, 32);
  static final RouterLimits RELAXED = new RouterLimits(false, 32);
  static final Function<RoutableAgent, Eligibility> ALLOW_ALL =
      agent -> new Eligibility(true, "allow", null);

  private Fixtures() {}

  static RoutableAgent agent(String name) {
    return agent(name, null, new IntentPattern("Search", "1.0"));
  }

  static RoutableAgent agent(String name, String tenant, IntentPattern... can) {
    return new RoutableAgent(name, null, 100, tenant, SideEffect.READ_ONLY, List.of(can));
  }

  static List<RoutableAgent> agents(String... names) {
    return List.of(names).stream().map(Fixtures::agent).toList();
  }

  static Function<RoutableAgent, Eligibility> deny(String... names) {
    List<String> denied = List.of(names);
    return agent ->
        denied.contains(agent.name())
            ? new Eligibility(false, "deny", "rule-1")
            : new Eligibility(true, "allow", null);
  }

  static Routing routing(Strategy strategy, String target, String... chain) {
    return new Routing(strategy, target, List.of(chain));
  }

  static List<String> names(List<RoutableAgent> agents) {
    return agents.stream().map(RoutableAgent::name).toList();
  }
}
