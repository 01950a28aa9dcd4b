package io.integrator.webhooks.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For tests: a DNS server on 127.0.0.1, by UDP, whose answers can be changed at any time. Names that it hasn't been told of don't
 * exist. Answers are not to be kept: their time to live is 0.
 */
public final class DnsServer implements AutoCloseable {

    private static final int HEADER_BYTES = 12;
    private static final int LONGEST_QUERY = 512;
    private static final int A = 1;
    private static final int INTERNET = 1;

    /** Answer, recursion available. */
    private static final int FLAGS = 0x8180;

    /** A pointer to the name in the query. */
    private static final int NAME_OF_THE_QUERY = 0xC000 | HEADER_BYTES;

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private final DatagramSocket socket;
    private volatile Optional<Answer> instead = Optional.empty();

    /** What is said of a name. */
    public sealed interface Answer {

        /** It has this IPv4 address. */
        record Address(InetAddress address) implements Answer {}

        /** An answer without an address, by its code: 2 the server failed, 3 there is no such name. */
        record Failure(int code) implements Answer {}

        /** None at all. */
        record Silence() implements Answer {}
    }

    private DnsServer(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Starts one on a free port. */
    public static DnsServer start() {
        try {
            DnsServer server =
                    new DnsServer(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            Thread thread = new Thread(server::serve, "dns-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code 127.0.0.1:PORT}. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Says this of a name from now on. */
    public void answer(String name, Answer answer) {
        answers.put(name.toLowerCase(Locale.ROOT), answer);
    }

    /** Says that a name is 127.0.0.1 from now on. */
    public void answerLoopback(String name) {
        answer(name, new Answer.Address(InetAddress.getLoopbackAddress()));
    }

    /** Says this of every name, until {@link #recover()}. */
    public void fail(Answer answer) {
        instead = Optional.of(answer);
    }

    /** Answers by name again. */
    public void recover() {
        instead = Optional.empty();
    }

    /** How many queries have come. */
    public int queries() {
        return queries.get();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] query = new byte[LONGEST_QUERY];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(query, query.length);
                socket.receive(packet);
                queries.incrementAndGet();
                byte[] response = respond(ByteBuffer.wrap(query, 0, packet.getLength()));
                if (response.length > 0) {
                    socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** The response to a query with one question; nothing for silence. */
    private byte[] respond(ByteBuffer query) {
        short id = query.getShort(0);
        query.position(HEADER_BYTES);
        StringBuilder name = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, US_ASCII));
        }
        int type = query.getShort();
        query.getShort();
        ByteBuffer question = query.duplicate().position(HEADER_BYTES).limit(query.position());
        Answer answer = instead.orElseGet(
                () -> answers.getOrDefault(name.toString().toLowerCase(Locale.ROOT), new Answer.Failure(3)));
        if (answer instanceof Answer.Silence) {
            return new byte[0];
        }
        boolean hasAddress = answer instanceof Answer.Address && type == A;
        int code = answer instanceof Answer.Failure failure ? failure.code() : 0;
        ByteBuffer response = ByteBuffer.allocate(LONGEST_QUERY)
                .putShort(id)
                .putShort((short) (FLAGS | code))
                .putShort((short) 1)
                .putShort((short) (hasAddress ? 1 : 0))
                .putInt(0)
                .put(question);
        if (hasAddress) {
            byte[] address = ((Answer.Address) answer).address().getAddress();
            response.putShort((short) NAME_OF_THE_QUERY)
                    .putShort((short) A)
                    .putShort((short) INTERNET)
                    .putInt(0)
                    .putShort((short) address.length)
                    .put(address);
        }
        byte[] bytes = new byte[response.position()];
        response.flip().get(bytes);
        return bytes;
    }
}
