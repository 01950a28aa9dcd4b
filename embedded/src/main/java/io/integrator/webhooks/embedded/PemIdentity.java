package io.integrator.webhooks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Who a server or a client is, in PEM (RFC 7468).
 *
 * @param certificate that of {@code key}
 * @param key the private key, in PKCS #8
 */
public record PemIdentity(String certificate, String key) {

    /** The same in files; only their owner may read the one with the key, which Postgres insists on. */
    public record InFiles(Path certificate, Path key) {}

    /** Writes {@code NAME.pem} and {@code NAME.key} to a directory. */
    public InFiles writeTo(Path directory, String name) {
        try {
            Path certificateFile = Files.writeString(directory.resolve(name + ".pem"), certificate);
            Path keyFile = directory.resolve(name + ".key");
            Files.deleteIfExists(keyFile);
            Files.createFile(
                    keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(keyFile, key);
            return new InFiles(certificateFile, keyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
