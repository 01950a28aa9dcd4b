package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which anything can be said, each character a byte. */
final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;
    private boolean refused;

    /**
     * What came back.
     *
     * @param fields names in lower case
     */
    record Answer(int status, Map<String, List<String>> fields, String body) {

        /** The only value of a field; empty when there is none. */
        String field(String name) {
            return String.join(" | ", fields.getOrDefault(name, List.of()));
        }

        JsonObject json() {
            return new JsonObject(body);
        }
    }

    RawHttp(String base) {
        URI address = URI.create(base);
        try {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says it, and reads until the other side closes, which it is to do within the test's patience. */
    static String exchange(String base, String said) {
        try (RawHttp connection = new RawHttp(base)) {
            return connection.say(said).untilClosed();
        }
    }

    /** What a request is answered whose connection is then closed. */
    static Answer ask(String base, String requestLine, String... fields) {
        String head = requestLine + "\r\nHost: x\r\nConnection: close\r\n" + String.join("", lines(fields)) + "\r\n";
        return parse(exchange(base, head));
    }

    private static List<String> lines(String... fields) {
        List<String> lines = new ArrayList<>();
        for (String field : fields) {
            lines.add(field + "\r\n");
        }
        return lines;
    }

    /** Says it, whether or not the other side still listens. */
    RawHttp say(String said) {
        try {
            socket.getOutputStream().write(said.getBytes(ISO_8859_1));
        } catch (IOException e) {
            refused = true;
        }
        return this;
    }

    /** Says it in as many packets as it has bytes, until the other side listens no longer. */
    RawHttp saySlowly(String said) {
        for (int at = 0; at < said.length() && !refused; at++) {
            say(said.substring(at, at + 1));
        }
        return this;
    }

    /** Whether the other side has been found to listen no longer. */
    boolean isRefused() {
        return refused;
    }

    /** The next answer; its body must have a length. */
    Answer next() {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("closed after: " + head);
                }
                head.append((char) next);
            }
            Answer answer = parse(head.toString());
            int length = Integer.parseInt(answer.field("content-length"));
            byte[] body = socket.getInputStream().readNBytes(length);
            return new Answer(answer.status, answer.fields, new String(body, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of the next answer, of which nothing more is read; 0 when the connection is closed without one. */
    int status() {
        try {
            StringBuilder line = new StringBuilder();
            int next = socket.getInputStream().read();
            while (next >= 0 && next != '\n') {
                line.append((char) next);
                next = socket.getInputStream().read();
            }
            return line.isEmpty() ? 0 : Integer.parseInt(line.toString().split(" ", 3)[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is said until the other side closes the connection, in order or not. */
    String untilClosed() {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(heard);
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("not closed after: " + heard.toString(UTF_8), e);
        } catch (IOException e) {
            refused = true;
        }
        return heard.toString(UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, List<String>> fields = new TreeMap<>();
        for (int at = 1; at < lines.length; at++) {
            String[] field = lines[at].split(":", 2);
            fields.computeIfAbsent(field[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field[1].strip());
        }
        return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), fields, text.substring(end + 4));
    }
}
