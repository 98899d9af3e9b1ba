package net.intentus.start;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does something when the process is asked to end (SIGTERM, SIGINT), before the container begins to
 * stop: Payara 6.2025.10 takes the ground from under running requests first and tells applications
 * later, and shutdown hooks run at the same time as its own.
 *
 * <p>The platform offers signals in {@code sun.misc} only, a package that every JDK exports but
 * that the compiler refuses to name without a warning; hence the reflection.
 */
final class StopSignal {
  private static final Logger LOG = Logger.getLogger(StopSignal.class.getName());

  private final List<Runnable> undo = new ArrayList<>();

  private StopSignal() {}

  /** From now on the work is done first; then whatever was to happen happens. */
  static StopSignal before(Runnable work) {
    StopSignal signals = new StopSignal();
    for (String name : List.of("TERM", "INT")) {
      try {
        signals.handle(name, work);
      } catch (ReflectiveOperationException e) {
        // a platform without signals, or a JVM that was told to leave them alone
        LOG.log(Level.INFO, "no draining on SIG{0}", name);
      }
    }
    return signals;
  }

  private void handle(String name, Runnable work) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    var install = signalType.getMethod("handle", signalType, handlerType);
    var handle = handlerType.getMethod("handle", signalType);
    Object[] previous = new Object[1];
    InvocationHandler ours =
        (proxy, method, arguments) -> {
          if (method.equals(handle)) {
            work.run();
            return handle.invoke(previous[0], arguments);
          }
          return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "StopSignal";
          };
        };
    Object handler =
        Proxy.newProxyInstance(
            StopSignal.class.getClassLoader(), new Class<?>[] {handlerType}, ours);
    previous[0] = install.invoke(null, signal, handler);
    undo.add(
        () -> {
          try {
            install.invoke(null, signal, previous[0]);
          } catch (ReflectiveOperationException e) {
            LOG.log(Level.FINE, "the handler stays", e);
          }
        });
  }

  /** Leaves signals as they were. */
  void remove() {
    undo.forEach(Runnable::run);
    undo.clear();
  }
}
