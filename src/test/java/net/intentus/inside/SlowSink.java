package net.intentus.inside;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CountDownLatch;
import net.intentus.execution.AttemptFinished;
import net.intentus.execution.TraceSink;

/** Takes note of the first span and then only fails. */
@ApplicationScoped
public class SlowSink implements TraceSink {
  static final CountDownLatch SPANS = new CountDownLatch(1);

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public void accept(AttemptFinished span) {
    SPANS.countDown();
    throw new IllegalStateException("this sink never works");
  }
}
