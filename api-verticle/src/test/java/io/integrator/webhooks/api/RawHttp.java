package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

/** Requests byte for byte, which no client would send. */
final class RawHttp {

    private static final int TIMEOUT_MS = 10_000;

    private final URI base;

    RawHttp(String base) {
        this.base = URI.create(base);
    }

    /**
     * The status that a request is answered with.
     *
     * @param head its lines, without that which ends it
     */
    int status(String head, byte[] body) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(TIMEOUT_MS);
            OutputStream out = socket.getOutputStream();
            String whole = head + "Host: x\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n";
            out.write(whole.getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
            return line == null ? 0 : Integer.parseInt(line.split(" ", -1)[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(head, e);
        }
    }
}
