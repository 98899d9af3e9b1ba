package net.intentus.judge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Many HTTP agents behind one loopback port, each under a path of its own, on plain sockets so that
 * they can misbehave in every way. Counts calls and concurrency and keeps what it received.
 *
 * <pre>{@code
 * try (JudgeAgent judge = JudgeAgent.start()) {
 *   judge.on("search-a", Behaviour.fail("AGENT_ERROR"));
 *   register("search-a", judge.address("search-a"));
 *   ...
 *   assertThat(judge.calls("search-a")).isEqualTo(1);
 * }
 * }</pre>
 */
public final class JudgeAgent implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool(JudgeAgent::daemon);
  private final Map<String, Desk> desks = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /** What is known of one agent. */
  private static final class Desk {
    volatile Behaviour behaviour = Behaviour.succeed();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger peak = new AtomicInteger();
    final AtomicInteger abandoned = new AtomicInteger();
    final List<Received> received = new CopyOnWriteArrayList<>();
  }

  private JudgeAgent(ServerSocket server) {
    this.server = server;
  }

  /** Listens on a free loopback port. */
  public static JudgeAgent start() {
    try {
      JudgeAgent judge = new JudgeAgent(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
      judge.threads.execute(judge::accept);
      return judge;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same behind TLS; agents are at {@code https://127.0.0.1:port/agents/name}.
   *
   * @param asks whether callers must show a certificate that the context trusts
   */
  public static JudgeAgent startTls(SSLContext context, boolean asks) {
    try {
      SSLServerSocket socket =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 256, InetAddress.getLoopbackAddress());
      socket.setNeedClientAuth(asks);
      JudgeAgent judge = new JudgeAgent(socket);
      judge.threads.execute(judge::accept);
      return judge;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable run) {
    Thread thread = new Thread(run, "judge");
    thread.setDaemon(true);
    return thread;
  }

  /** From now on that agent behaves so; without this it succeeds. */
  public JudgeAgent on(String agent, Behaviour behaviour) {
    desk(agent).behaviour = behaviour;
    return this;
  }

  /** The port. */
  public int port() {
    return server.getLocalPort();
  }

  /** Where that agent lives. */
  public String address(String agent) {
    String path = URLEncoder.encode(agent, StandardCharsets.UTF_8).replace("+", "%20");
    return "http://127.0.0.1:" + port() + "/agents/" + path;
  }

  /** Where that agent lives. */
  public URI uri(String agent) {
    return URI.create(address(agent));
  }

  /** How often the agent was called: requests that arrived whole. */
  public int calls(String agent) {
    return desk(agent).received.size();
  }

  /** The most calls the agent had at once. */
  public int peak(String agent) {
    return desk(agent).peak.get();
  }

  /** How many calls are with the agent now. */
  public int running(String agent) {
    return desk(agent).running.get();
  }

  /** How many calls ended with the caller closing the connection before it was answered. */
  public int abandoned(String agent) {
    return desk(agent).abandoned.get();
  }

  /** Everything the agent received, oldest first. */
  public List<Received> received(String agent) {
    return desk(agent).received;
  }

  /** What the agent received last. */
  public Received last(String agent) {
    List<Received> all = received(agent);
    return all.get(all.size() - 1);
  }

  /** How many connections have been accepted. */
  public int connections() {
    return connections.get();
  }

  /** Forgets counts and requests, not behaviours. */
  public void reset() {
    desks.replaceAll(
        (name, old) -> {
          Desk fresh = new Desk();
          fresh.behaviour = old.behaviour;
          return fresh;
        });
  }

  private Desk desk(String agent) {
    return desks.computeIfAbsent(agent, name -> new Desk());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        int number = connections.incrementAndGet();
        open.add(socket);
        threads.execute(() -> serve(socket, number));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (RawRequest raw = RawRequest.read(in); raw != null; raw = RawRequest.read(in)) {
        if (!judge(raw, socket, number)) {
          return;
        }
      }
    } catch (IOException e) {
      // the peer has gone: its own business
    } finally {
      open.remove(socket);
    }
  }

  private boolean judge(RawRequest raw, Socket socket, int number) {
    String path = raw.path().substring(raw.path().lastIndexOf('/') + 1);
    String agent = URLDecoder.decode(path, StandardCharsets.UTF_8);
    Desk desk = desk(agent);
    Exchange exchange =
        new Exchange(new Received(agent, raw.method(), raw.headers(), raw.body(), number), socket);
    desk.peak.accumulateAndGet(desk.running.incrementAndGet(), Math::max);
    desk.received.add(exchange.request());
    try {
      desk.behaviour.handle(exchange);
    } catch (Exception e) {
      exchange.noteCallerLeft();
    }
    desk.running.decrementAndGet();
    if (exchange.callerLeft()) {
      desk.abandoned.incrementAndGet();
    }
    return exchange.keepOpen();
  }

  /** Stops listening and drops every connection. */
  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
