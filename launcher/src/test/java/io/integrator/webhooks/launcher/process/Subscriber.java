package io.integrator.webhooks.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A subscriber on a real socket, a thread a request, that remembers what it received and answers as it is told. */
final class Subscriber implements AutoCloseable {

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Answer answer = post -> 200;

    /** How a request is answered: with the status that it gives, and may take its time for. */
    interface Answer {

        int to(Received post) throws InterruptedException;
    }

    /** A request. */
    record Received(String path, Map<String, List<String>> headers, String body) {

        String id() {
            return headers.get("Webhook-id").get(0);
        }

        /** The {@code webhook-signature} field. */
        String signatures() {
            return headers.get("Webhook-signature").get(0);
        }

        /** Whether an independent library finds that a secret's holder has signed it. */
        boolean isSignedWith(String secret) {
            try {
                new Webhook(secret).verify(body, HttpHeaders.of(headers, (name, value) -> true));
                return true;
            } catch (WebhookVerificationException e) {
                return false;
            }
        }
    }

    private Subscriber(HttpServer server) {
        this.server = server;
    }

    static Subscriber start() throws IOException {
        Subscriber subscriber =
                new Subscriber(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        subscriber.server.setExecutor(subscriber.threads);
        subscriber.server.createContext("/", subscriber::handle);
        subscriber.server.start();
        return subscriber;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** From now on. */
    void answers(Answer next) {
        answer = next;
    }

    /** From now on, with the same status each time. */
    void answers(int status) {
        answer = post -> status;
    }

    /** From now on each request waits for a {@link #tell}. */
    void answersWhenTold() {
        answer = post -> told.take();
    }

    /** Answers one request that waits, or the next. */
    void tell(int status) {
        told.add(status);
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** The events' ids in the order in which they came. */
    List<String> ids() {
        return received.stream().map(Received::id).toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Received post = new Received(
                    exchange.getRequestURI().getPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            received.add(post);
            exchange.sendResponseHeaders(answer.to(post), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
