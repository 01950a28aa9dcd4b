package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.egress.BlockedAddressException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed exchange is called in the log. The details are our own words: an exception's may hold addresses. */
final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    /** HTTP/2's error codes for a connection that ends in order, and for a stream that was not processed. */
    private static final long NO_ERROR = 0;

    private static final long REFUSED_STREAM = 7;

    private Faults() {}

    static Outcome outcomeOf(Throwable failure) {
        if (failure instanceof BlockedAddressException || failure instanceof BlockedUrlException) {
            return fault(OutcomeCode.BLOCKED, failure.getMessage());
        }
        if (has(failure, UnknownHostException.class)) {
            return fault(OutcomeCode.DNS, "the url's host does not resolve");
        }
        if (has(failure, SSLException.class) && !has(failure, SslClosedEngineException.class)) {
            return fault(OutcomeCode.TLS, "the TLS handshake failed");
        }
        if (has(failure, ConnectTimeoutException.class) || has(failure, TimeoutException.class)) {
            return fault(OutcomeCode.TIMEOUT, "not connected in time");
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return fault(OutcomeCode.CONNECT, "the connection was refused or the host can't be reached");
        }
        if (has(failure, CodecException.class) || has(failure, IllegalArgumentException.class)) {
            return noHttp();
        }
        if (isClosedConnection(failure)) {
            return fault(OutcomeCode.RESET, "the connection ended before the whole response was there");
        }
        boolean ours = failure instanceof ConnectionPoolTooBusyException || failure instanceof IllegalStateException;
        LOG.atError()
                .addKeyValue("fault", failure.getClass().getName())
                .addKeyValue("ours", ours)
                .log("An attempt failed in a way that isn't known");
        return new Outcome.Unanswered(
                OutcomeCode.RESET, "the request was cut off by the sender", ours ? Blame.SENDER : Blame.CHANCE);
    }

    /** What it came to when something else than HTTP was answered. */
    static Outcome noHttp() {
        return fault(OutcomeCode.RESET, "the answer was not HTTP");
    }

    /** What it came to when the request was never seen. */
    static Outcome unseen() {
        return new Outcome.Unanswered(
                OutcomeCode.RESET, "the connection was closed before the request was seen", Blame.CHANCE);
    }

    /**
     * Whether the subscriber may not have seen the request at all: HTTP/2 says so (RFC 9113, section 8.7), and over HTTP/1.1
     * a connection that has served before may be closed at any time (RFC 9112, section 9.5).
     */
    static boolean mayBeUnseen(Throwable failure, boolean hasServed) {
        if (failure instanceof StreamResetException reset) {
            return reset.getCode() == REFUSED_STREAM;
        }
        if (failure instanceof HttpClosedException closed && closed.goAway() != null) {
            return closed.goAway().getErrorCode() == NO_ERROR;
        }
        return hasServed && isClosedConnection(failure);
    }

    private static boolean isClosedConnection(Throwable failure) {
        return failure instanceof HttpClosedException
                || has(failure, ClosedChannelException.class)
                || has(failure, SocketException.class)
                || failure instanceof StreamResetException
                || failure instanceof IOException;
    }

    private static Outcome fault(OutcomeCode code, String detail) {
        return new Outcome.Unanswered(code, detail, Blame.SUBSCRIBER);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
