package net.intentus.agent;

import java.util.ArrayList;
import java.util.List;

/** Lets one thread stop the call that another is making. Thread-safe; cancelling is final. */
public final class Cancellation {
  private final List<Runnable> hooks = new ArrayList<>();
  private boolean cancelled;

  /** Runs the hook when cancelled, at once if that has happened already. */
  public void onCancel(Runnable hook) {
    synchronized (hooks) {
      if (!cancelled) {
        hooks.add(hook);
        return;
      }
    }
    hook.run();
  }

  /** Stops the call. Later invocations do nothing. */
  public void cancel() {
    List<Runnable> run;
    synchronized (hooks) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      run = List.copyOf(hooks);
      hooks.clear();
    }
    run.forEach(Runnable::run);
  }

  /** Whether {@link #cancel()} was called. */
  public boolean cancelled() {
    synchronized (hooks) {
      return cancelled;
    }
  }
}
