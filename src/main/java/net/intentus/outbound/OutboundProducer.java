package net.intentus.outbound;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;

/** Makes the client and the address check from the settings. */
@ApplicationScoped
class OutboundProducer {
  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  @Produces
  @Singleton
  AddressRules rules(Settings settings) {
    try {
      return AddressRules.parse(settings.agents().allowedAddresses());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "intentus.agents.allowed-addresses",
          "has an entry that cannot be used: " + e.getMessage() + ".",
          "Write hosts, host:port or CIDR blocks, separated by commas.");
    }
  }

  @Produces
  @Singleton
  AddressCheck check(AddressRules rules) {
    return new AddressCheck(rules);
  }

  @Produces
  @Singleton
  OutboundClient client(AddressRules rules, Settings settings) {
    OutboundLimits limits =
        OutboundLimits.of(settings.agents().connectTimeoutMs(), settings.agents().callCeilingMs());
    return new OutboundClient(
        rules, limits, threads, HostLookup.PLATFORM, ClientTls.context(settings.tls()));
  }

  void close(@Disposes OutboundClient client) {
    client.close();
  }
}
