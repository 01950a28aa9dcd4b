package io.integrator.webhooks.delivery;

import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.embedded.PemIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A server that misbehaves in one way, or behaves unusually well.
 *
 * @param name     of its way
 * @param url      where its webhooks are
 * @param outcomes what {@code policy.md} has recorded of every attempt at it, and nothing else
 * @param requests that arrived there
 * @param sees     which of the requests that are made arrive there
 */
record HostileSubscriber(String name, String url, Set<OutcomeCode> outcomes, AtomicInteger requests, Sees sees) {

    private static final String POST = "POST ";

    /** Which requests a subscriber sees. */
    enum Sees {
        ALL,
        /** Those that weren't made over a connection that it was closing. */
        SOME,
        NONE
    }

    /** The same subscriber, that closes connections with requests on their way: some attempts are resets that don't count. */
    HostileSubscriber missingSome() {
        Set<OutcomeCode> withResets = EnumSet.copyOf(outcomes);
        withResets.add(OutcomeCode.RESET);
        return new HostileSubscriber(name, url, withResets, requests, Sees.SOME);
    }

    /** Makes subscribers of all ways. */
    static final class Factory {

        private final Vertx vertx;

        Factory(Vertx vertx) {
            this.vertx = vertx;
        }

        /** One that does what it likes with the socket once a request is there; {@code count} is how many came before. */
        HostileSubscriber onSocket(String name, BiConsumer<NetSocket, Integer> onRequest, OutcomeCode... outcomes) {
            AtomicInteger requests = new AtomicInteger();
            NetServer server = vertx.createNetServer().connectHandler(socket -> {
                socket.exceptionHandler(cut -> {});
                socket.handler(bytes -> {
                    for (int seen = posts(bytes); seen > 0; seen--) {
                        onRequest.accept(socket, requests.getAndIncrement());
                    }
                });
            });
            int port = server.listen(0, "127.0.0.1").await().actualPort();
            return of(name, "http://127.0.0.1:" + port + "/", requests, Sees.ALL, outcomes);
        }

        /** One that never gets as far as a request. */
        HostileSubscriber onConnect(String name, Consumer<NetSocket> onConnect, OutcomeCode... outcomes) {
            NetServer server = vertx.createNetServer().connectHandler(onConnect::accept);
            int port = server.listen(0, "127.0.0.1").await().actualPort();
            return of(name, "http://127.0.0.1:" + port + "/", new AtomicInteger(), Sees.NONE, outcomes);
        }

        /** One that nothing is ever sent to. */
        HostileSubscriber unreachable(String name, String url, OutcomeCode... outcomes) {
            return of(name, url, new AtomicInteger(), Sees.NONE, outcomes);
        }

        /** One that speaks HTTP; {@code count} is how many requests came before. */
        HostileSubscriber http(String name, BiConsumer<HttpServerRequest, Integer> answer, OutcomeCode... outcomes) {
            AtomicInteger requests = new AtomicInteger();
            HttpServer server = vertx.createHttpServer().requestHandler(counting(requests, answer));
            int port = server.listen(0, "127.0.0.1").await().actualPort();
            return of(name, "http://127.0.0.1:" + port + "/", requests, Sees.ALL, outcomes);
        }

        /** One that speaks HTTP/2, or HTTP/1.1 if it must, over TLS, at a name that the test's DNS server knows. */
        HostileSubscriber https(
                String host,
                PemIdentity identity,
                BiConsumer<HttpServerRequest, Integer> answer,
                OutcomeCode... outcomes) {
            AtomicInteger requests = new AtomicInteger();
            HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                            .setSsl(true)
                            .setUseAlpn(true)
                            .setKeyCertOptions(new PemKeyCertOptions()
                                    .addCertValue(Buffer.buffer(identity.certificate()))
                                    .addKeyValue(Buffer.buffer(identity.key()))))
                    .exceptionHandler(refused -> {})
                    .requestHandler(counting(requests, answer));
            int port = server.listen(0, "127.0.0.1").await().actualPort();
            Sees sees = Arrays.asList(outcomes).contains(OutcomeCode.TLS) ? Sees.NONE : Sees.ALL;
            return of(host, "https://" + host + ":" + port + "/", requests, sees, outcomes);
        }

        private static io.vertx.core.Handler<HttpServerRequest> counting(
                AtomicInteger requests, BiConsumer<HttpServerRequest, Integer> answer) {
            return request -> {
                int before = requests.getAndIncrement();
                request.response().exceptionHandler(cut -> {});
                request.body().onSuccess(body -> answer.accept(request, before));
            };
        }

        private static HostileSubscriber of(
                String name, String url, AtomicInteger requests, Sees sees, OutcomeCode... outcomes) {
            return new HostileSubscriber(name, url, EnumSet.copyOf(Arrays.asList(outcomes)), requests, sees);
        }

        private static int posts(Buffer bytes) {
            String text = bytes.toString();
            int posts = 0;
            for (int at = text.indexOf(POST); at >= 0; at = text.indexOf(POST, at + 1)) {
                posts++;
            }
            return posts;
        }
    }
}
