package net.intentus.observability;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.execution.AttemptFinished;
import net.intentus.execution.TraceSink;

/** Hands every finished span to every {@link TraceSink} without waiting for any. Thread-safe. */
@Singleton
class TraceSinks {
  private static final Logger LOG = Logger.getLogger(TraceSinks.class.getName());
  private static final long DRAIN_MS = 3_000;

  private final Meters meters;
  private final Clock clock;
  private volatile List<SinkFeed> feeds = List.of();

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  @Inject
  TraceSinks(Meters meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  void begin(
      @Observes @Initialized(ApplicationScoped.class) Object event,
      @Any Instance<TraceSink> sinks) {
    start(sinks, threads);
  }

  void start(Iterable<TraceSink> sinks, ThreadFactory factory) {
    List<SinkFeed> started = new ArrayList<>();
    for (TraceSink sink : sinks) {
      try {
        SinkFeed feed = new SinkFeed(sink.name(), sink, meters, clock, factory);
        feed.start();
        started.add(feed);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a trace sink cannot be started and gets nothing", e);
      }
    }
    feeds = List.copyOf(started);
  }

  void ended(@Observes AttemptFinished span) {
    for (SinkFeed feed : feeds) {
      feed.offer(span);
    }
  }

  /** Feeds what is queued, all sinks at once, for a bounded time. */
  @PreDestroy
  void stop() {
    List<SinkFeed> last = feeds;
    feeds = List.of();
    last.forEach(SinkFeed::close);
    long deadline = clock.millis() + DRAIN_MS;
    last.forEach(feed -> feed.await(deadline - clock.millis()));
  }
}
