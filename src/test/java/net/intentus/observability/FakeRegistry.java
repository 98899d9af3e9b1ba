package net.intentus.observability;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** A metric registry in memory: what was asked for by {@code name{tag=value,…}}. Thread-safe. */
final class FakeRegistry {
  private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongAdder> nanos = new ConcurrentHashMap<>();
  private final Map<String, Supplier<?>> gauges = new ConcurrentHashMap<>();
  final AtomicLong lookUps = new AtomicLong();

  Meters meters() {
    return new Meters(
        proxy(MetricRegistry.class, (self, method, args) -> meter(method.getName(), args)));
  }

  long count(String id) {
    LongAdder count = counts.get(id);
    return count == null ? -1 : count.sum();
  }

  long nanos(String id) {
    return nanos.get(id).sum();
  }

  Object gauge(String id) {
    return gauges.get(id).get();
  }

  java.util.Set<String> ids() {
    return counts.keySet();
  }

  private Object meter(String kind, Object[] args) {
    lookUps.incrementAndGet();
    Tag[] tags = (Tag[]) args[args.length - 1];
    String id = ((Metadata) args[0]).getName() + label(tags);
    return switch (kind) {
      case "counter" -> counter(counts.computeIfAbsent(id, key -> new LongAdder()));
      case "timer" ->
          timer(
              counts.computeIfAbsent(id, key -> new LongAdder()),
              nanos.computeIfAbsent(id, key -> new LongAdder()));
      case "gauge" -> gauges.put(id, (Supplier<?>) args[1]);
      default -> throw new UnsupportedOperationException(kind);
    };
  }

  private static String label(Tag[] tags) {
    return tags.length == 0
        ? ""
        : Arrays.stream(tags)
            .map(tag -> tag.getTagName() + "=" + tag.getTagValue())
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static Counter counter(LongAdder count) {
    return new Counter() {
      @Override
      public void inc() {
        count.increment();
      }

      @Override
      public void inc(long n) {
        count.add(n);
      }

      @Override
      public long getCount() {
        return count.sum();
      }
    };
  }

  private static Timer timer(LongAdder count, LongAdder nanos) {
    return proxy(
        Timer.class,
        (self, method, args) -> {
          count.increment();
          nanos.add(((Duration) args[0]).toNanos());
          return null;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
