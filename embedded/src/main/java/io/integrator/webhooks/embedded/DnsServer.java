package io.integrator.webhooks.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * For tests: a DNS server on 127.0.0.1, by UDP, whose answers can be changed at any time. Names that it hasn't been told of don't
 * exist. Answers are not to be kept: their time to live is 0.
 */
public final class DnsServer implements AutoCloseable {

    private static final int HEADER_BYTES = 12;
    private static final int LONGEST_QUERY = 512;
    private static final int LONGEST_RESPONSE = 4_096;
    private static final int LONGEST_CHAIN = 20;
    private static final short A = 1;
    private static final short CNAME = 5;
    private static final short AAAA = 28;
    private static final short INTERNET = 1;

    /** Answer, recursion available. */
    private static final int FLAGS = 0x8180;

    private static final Answer NO_SUCH_NAME = new Answer.Failure(3);

    private final Map<String, Supplier<Answer>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private final DatagramSocket socket;
    private volatile Optional<Answer> instead = Optional.empty();

    /** What is said of a name. */
    public sealed interface Answer {

        /** It has these addresses; none of one kind, or at all, is an empty answer. */
        record Addresses(List<InetAddress> addresses) implements Answer {}

        /** It is another name for this one, which is answered along with it. */
        record Alias(String name) implements Answer {}

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
        answer(name, () -> answer);
    }

    /** Says of a name from now on what it is given at each query. */
    public void answer(String name, Supplier<Answer> answer) {
        answers.put(name.toLowerCase(Locale.ROOT), answer);
    }

    /** Says that a name is 127.0.0.1 from now on. */
    public void answerLoopback(String name) {
        answer(name, new Answer.Addresses(List.of(InetAddress.getLoopbackAddress())));
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
        short type = query.getShort();
        query.getShort();
        ByteBuffer question = query.duplicate().position(HEADER_BYTES).limit(query.position());
        List<byte[]> records = new ArrayList<>();
        String asked = name.toString();
        Answer answer = answerFor(asked);
        while (answer instanceof Answer.Alias alias && records.size() < LONGEST_CHAIN) {
            records.add(record(asked, CNAME, encoded(alias.name())));
            asked = alias.name();
            answer = answerFor(asked);
        }
        if (answer instanceof Answer.Silence) {
            return new byte[0];
        }
        if (answer instanceof Answer.Addresses found) {
            for (InetAddress address : found.addresses()) {
                if (type == (address instanceof Inet4Address ? A : AAAA)) {
                    records.add(record(asked, type, address.getAddress()));
                }
            }
        }
        return response(id, answer instanceof Answer.Failure failure ? failure.code() : 0, question, records);
    }

    private Answer answerFor(String name) {
        return instead.orElseGet(() -> answers.getOrDefault(name.toLowerCase(Locale.ROOT), () -> NO_SUCH_NAME)
                .get());
    }

    private static byte[] response(short id, int code, ByteBuffer question, List<byte[]> records) {
        ByteBuffer response = ByteBuffer.allocate(LONGEST_RESPONSE)
                .putShort(id)
                .putShort((short) (FLAGS | code))
                .putShort((short) 1)
                .putShort((short) records.size())
                .putInt(0)
                .put(question);
        records.forEach(response::put);
        return Arrays.copyOf(response.array(), response.position());
    }

    private static byte[] record(String name, short type, byte[] data) {
        byte[] owner = encoded(name);
        return ByteBuffer.allocate(owner.length + 10 + data.length)
                .put(owner)
                .putShort(type)
                .putShort(INTERNET)
                .putInt(0)
                .putShort((short) data.length)
                .put(data)
                .array();
    }

    private static byte[] encoded(String name) {
        ByteBuffer encoded = ByteBuffer.allocate(name.length() + 2);
        for (String label : name.split("\\.", -1)) {
            encoded.put((byte) label.length()).put(label.getBytes(US_ASCII));
        }
        return encoded.array();
    }
}
