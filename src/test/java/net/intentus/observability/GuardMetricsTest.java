package net.intentus.observability;

import static org.assertj.core.api.Assertions.assertThat;

import net.intentus.agent.CircuitChanged;
import net.intentus.agent.CircuitReading.State;
import net.intentus.agent.GuardActed;
import net.intentus.agent.GuardActed.Act;
import org.junit.jupiter.api.Test;

class GuardMetricsTest {
  private final FakeRegistry registry = new FakeRegistry();
  private final GuardMetrics metrics = new GuardMetrics(registry.meters());

  private long count(String id) {
    return registry.count(id);
  }

  @Test
  void countsWhatGuardsDoUnderTheNamesOfMicroProfile() {
    for (Act act : Act.values()) {
      metrics.acted(new GuardActed("a", act));
    }
    metrics.acted(new GuardActed("a", Act.TIMED_OUT));
    assertThat(count("ft_bulkhead_calls_total{method=a,bulkheadResult=accepted}")).isEqualTo(1);
    assertThat(count("ft_bulkhead_calls_total{method=a,bulkheadResult=rejected}")).isEqualTo(1);
    assertThat(count("ft_timeout_calls_total{method=a,timedOut=false}")).isEqualTo(1);
    assertThat(count("ft_timeout_calls_total{method=a,timedOut=true}")).isEqualTo(2);
    String circuit = "ft_circuitbreaker_calls_total{method=a,circuitBreakerResult=";
    assertThat(count(circuit + "success}")).isEqualTo(1);
    assertThat(count(circuit + "failure}")).isEqualTo(1);
    assertThat(count(circuit + "circuitBreakerOpen}")).isEqualTo(1);
    assertThat(count("ft_retry_retries_total{method=a}")).isEqualTo(1);
    String retry = "ft_retry_calls_total{method=a,retried=";
    assertThat(count(retry + "false,retryResult=valueReturned}")).isEqualTo(1);
    assertThat(count(retry + "false,retryResult=exceptionNotRetryable}")).isEqualTo(1);
    assertThat(count(retry + "true,retryResult=valueReturned}")).isEqualTo(1);
    assertThat(count(retry + "true,retryResult=exceptionNotRetryable}")).isEqualTo(1);
    assertThat(count(retry + "true,retryResult=maxRetriesReached}")).isEqualTo(1);
  }

  @Test
  void countsHowOftenCircuitsOpen() {
    metrics.moved(new CircuitChanged("a", State.OPEN));
    metrics.moved(new CircuitChanged("a", State.HALF_OPEN));
    metrics.moved(new CircuitChanged("a", State.CLOSED));
    assertThat(count("ft_circuitbreaker_opened_total{method=a}")).isEqualTo(1);
  }
}
