package net.intentus.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work of threads that come at the same time is done together by one of them: whoever is alone
 * works at once, and whoever comes meanwhile waits and is then served with the others. Thread-safe;
 * as much waits as there are threads.
 *
 * @param <S> what is to be done
 * @param <R> what comes of it
 */
final class Gathering<S, R> {
  private final Function<List<S>, List<R>> work;
  private final int most;
  private final ConcurrentLinkedQueue<Task<S, R>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();

  /**
   * @param work does all of it or nothing, with an answer for each, in order
   * @param most how much is done together
   */
  Gathering(Function<List<S>, List<R>> work, int most) {
    this.work = work;
    this.most = most;
  }

  /** Written by the thread whose turn it is, read under the same lock. */
  private static final class Task<S, R> {
    final S step;
    @Nullable R result;
    @Nullable RuntimeException failure;
    boolean done;

    Task(S step) {
      this.step = step;
    }

    void end(R answer) {
      result = answer;
      done = true;
    }

    void fail(RuntimeException why) {
      if (!done) {
        failure = why;
        done = true;
      }
    }
  }

  /**
   * Does it, maybe together with what others want.
   *
   * @throws RuntimeException what the work throws for this alone; an {@link Error} goes to whoever
   *     works, and the others fail because of it
   */
  R submit(S step) {
    Task<S, R> task = new Task<>(step);
    waiting.add(task);
    turn.lock();
    try {
      while (!task.done) {
        together(next());
      }
    } finally {
      turn.unlock();
    }
    RuntimeException failure = task.failure;
    if (failure != null) {
      throw failure;
    }
    R result = task.result;
    if (result == null) {
      throw new IllegalStateException("no answer");
    }
    return result;
  }

  private List<Task<S, R>> next() {
    List<Task<S, R>> tasks = new ArrayList<>();
    Task<S, R> task = waiting.poll();
    while (task != null) {
      tasks.add(task);
      task = tasks.size() < most ? waiting.poll() : null;
    }
    return tasks;
  }

  /** What fails together is done one by one, so that nobody fails for another's sake. */
  private void together(List<Task<S, R>> tasks) {
    try {
      List<R> results = work.apply(tasks.stream().map(task -> task.step).toList());
      for (int i = 0; i < tasks.size(); i++) {
        tasks.get(i).end(results.get(i));
      }
    } catch (Error e) {
      tasks.forEach(task -> task.fail(new IllegalStateException("the work broke off", e)));
      throw e;
    } catch (RuntimeException e) {
      if (tasks.size() == 1) {
        tasks.get(0).fail(e);
      } else {
        tasks.forEach(task -> together(List.of(task)));
      }
    }
  }
}
