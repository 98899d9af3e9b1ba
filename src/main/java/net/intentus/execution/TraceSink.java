package net.intentus.execution;

/**
 * Takes finished trace spans out of the process. Every CDI bean of this type is fed, on a thread of
 * its own, in the order the spans ended.
 *
 * <p>A sink can harm nobody but itself: a span that it throws at, or that arrives while its queue
 * is full, is dropped and counted. Implementations need not be thread-safe; they are interrupted
 * when the application stops.
 */
public interface TraceSink {

  /**
   * What metrics and logs call it: short, constant, one of few. It is asked once, when the
   * application starts.
   */
  String name();

  /** Takes one span. It may block. */
  void accept(AttemptFinished span) throws Exception;
}
