package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.egress.BlockedAddressException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
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

    private Faults() {}

    static Outcome outcomeOf(Throwable failure) {
        if (failure instanceof BlockedAddressException || failure instanceof BlockedUrlException) {
            return fault(OutcomeCode.BLOCKED, failure.getMessage());
        }
        if (has(failure, UnknownHostException.class)) {
            return fault(OutcomeCode.DNS, "the url's host does not resolve");
        }
        if (has(failure, SSLException.class)) {
            return fault(OutcomeCode.TLS, "the TLS handshake failed");
        }
        if (has(failure, ConnectTimeoutException.class) || has(failure, TimeoutException.class)) {
            return fault(OutcomeCode.TIMEOUT, "not connected in time");
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return fault(OutcomeCode.CONNECT, "the connection was refused or the host can't be reached");
        }
        if (has(failure, DecoderException.class) || has(failure, IllegalArgumentException.class)) {
            return fault(OutcomeCode.RESET, "the answer was not HTTP");
        }
        if (isClosedConnection(failure)) {
            return fault(OutcomeCode.RESET, "the connection ended before the whole response was there");
        }
        LOG.atError().addKeyValue("fault", failure.getClass().getName()).log("An attempt failed for a reason of ours");
        return new Outcome.Unanswered(OutcomeCode.RESET, "the request was cut off by the sender", false);
    }

    /** Whether the peer closed or reset the connection. */
    static boolean isClosedConnection(Throwable failure) {
        return failure instanceof HttpClosedException
                || has(failure, ClosedChannelException.class)
                || has(failure, SocketException.class)
                || failure instanceof StreamResetException
                || failure instanceof IOException;
    }

    private static Outcome fault(OutcomeCode code, String detail) {
        return new Outcome.Unanswered(code, detail, true);
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
