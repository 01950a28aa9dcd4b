package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.KafkaConnection;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SettingsException;
import io.integrator.webhooks.settings.TlsClient;
import java.net.BindException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Says in a line what went wrong. */
final class Failures {

    private Failures() {}

    /** What went wrong, for whoever typed the command: one line, or one a fault. */
    static String describe(Throwable failure) {
        Throwable told = unwrapped(failure);
        if (!isUnforeseen(told)) {
            return told.getMessage();
        }
        String root = rootMessage(told);
        String own = firstLine(told).orElse(told.getClass().getSimpleName());
        return own.contains(root) ? own : own + ": " + root;
    }

    /** Whether the message was not written for whoever typed the command. */
    static boolean isUnforeseen(Throwable failure) {
        Throwable told = unwrapped(failure);
        return !(told instanceof CommandException || told instanceof SettingsException);
    }

    /** The same failure, out of what threads and futures wrap it in. */
    static Throwable unwrapped(Throwable failure) {
        Throwable told = failure;
        while ((told instanceof ExecutionException || told instanceof CompletionException) && told.getCause() != null) {
            told = told.getCause();
        }
        return told;
    }

    /** The message of what was at the root, which is the one that names the fault. */
    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return firstLine(root).orElse(root.getClass().getSimpleName());
    }

    /**
     * Names the port that is taken.
     *
     * @param remedy what chooses another port
     */
    static Throwable listening(Throwable failure, String host, int port, String remedy) {
        if (hasCause(failure, BindException.class)) {
            return new CommandException(
                    "port " + port + " on " + host + " can't be had (" + rootMessage(failure)
                            + "): stop what listens there, or give another port with " + remedy,
                    failure);
        }
        return failure;
    }

    /** Names the database and the settings to look at; never the user's password. */
    static CommandException postgres(Throwable failure, PostgresSettings settings) {
        return new CommandException(
                nameOf(settings) + " can't be used: " + rootMessage(failure)
                        + (isOfTls(failure)
                                ? remedyOfTls("WEBHOOKS_POSTGRES", settings.tls())
                                : "; see that it runs and that WEBHOOKS_POSTGRES_URI is right"),
                failure);
    }

    /** The database, for people: without the user and the password. */
    static String nameOf(PostgresSettings settings) {
        URI uri = settings.uri();
        String port = uri.getPort() < 0 ? "5432" : Integer.toString(uri.getPort());
        return "Postgres at " + uri.getHost() + ":" + port + uri.getPath();
    }

    /**
     * Names the brokers and the settings to look at; never a password.
     *
     * @param brokers what the brokers were given with
     */
    static CommandException kafka(Throwable failure, KafkaConnection connection, String brokers) {
        return new CommandException(
                "Kafka at " + connection.bootstrapServers() + " can't be used: " + rootMessage(failure)
                        + remedyOfKafka(failure, connection, brokers),
                failure);
    }

    private static String remedyOfKafka(Throwable failure, KafkaConnection connection, String brokers) {
        if (hasCause(failure, SaslAuthenticationException.class)) {
            return "; see that WEBHOOKS_KAFKA_SASL_MECHANISM, WEBHOOKS_KAFKA_SASL_USERNAME and WEBHOOKS_KAFKA_SASL_PASSWORD are right";
        }
        if (hasCause(failure, SslAuthenticationException.class)) {
            return remedyOfTls("WEBHOOKS_KAFKA", connection.tls());
        }
        return "; see that it runs, that " + brokers + " is right, and that it is to be spoken to "
                + (connection.tls().isPresent() ? "by TLS (WEBHOOKS_KAFKA_TLS)" : "without TLS (WEBHOOKS_KAFKA_TLS)");
    }

    private static String remedyOfTls(String prefix, Optional<TlsClient> tls) {
        return tls.isPresent()
                ? "; see that the host is named as in its certificate, that " + prefix
                        + "_CA_BUNDLE vouches for it, and that " + prefix
                        + "_CLIENT_CERTIFICATE is given if it asks for one; "
                        + prefix + "_TLS says whether TLS is spoken at all"
                : "; see that " + prefix + "_TLS is right: it is spoken to without TLS";
    }

    /** Postgres and its clients have no exceptions of their own for a server or a client that wants no TLS. */
    static boolean isOfTls(Throwable failure) {
        String message = rootMessage(failure);
        return hasCause(failure, SSLException.class)
                || hasCause(failure, CertificateException.class)
                || message.contains("SSL")
                || message.contains("no encryption")
                || message.contains("certificate");
    }

    /** Whether it, or what brought it about, is of a type. */
    static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> firstLine(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .map(message -> message.strip().lines().findFirst().orElse(""))
                .filter(line -> !line.isEmpty());
    }
}
