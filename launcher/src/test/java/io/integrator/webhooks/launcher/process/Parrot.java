package io.integrator.webhooks.launcher.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** A subscriber that knows no HTTP: it answers with what it was sent. */
final class Parrot implements AutoCloseable {

    private final ServerSocket server;

    private Parrot(ServerSocket server) {
        this.server = server;
    }

    static Parrot start() throws IOException {
        Parrot parrot = new Parrot(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(parrot::repeat, "parrot");
        thread.setDaemon(true);
        thread.start();
        return parrot;
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void repeat() {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    byte[] heard = new byte[16_384];
                    int length = socket.getInputStream().read(heard);
                    OutputStream out = socket.getOutputStream();
                    out.write(heard, 0, Math.max(0, length));
                    out.write("\r\n".getBytes(US_ASCII));
                    out.flush();
                }
            }
        } catch (SocketException e) {
            // Closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
