package io.integrator.webhooks.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One that listens to a stream. What it hasn't taken off its connection is bounded: one that doesn't read is dropped, and can
 * resume. Belongs to the event loop of its connection.
 */
final class StreamClient {

    private static final Logger LOG = LoggerFactory.getLogger(StreamClient.class);
    private static final long MOST_UNSENT_BYTES = 512 * 1024;

    private final String integratorId;
    private final Optional<String> lastEventId;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ActivityFeed feed;
    private long unsent;
    private boolean ended;

    /**
     * @param lastEventId what it has heard last; empty when it begins
     * @param feed        which it is to leave when it is dropped: its connection may take long to close
     */
    StreamClient(String integratorId, Optional<String> lastEventId, HttpServerRequest request, ActivityFeed feed) {
        this.integratorId = integratorId;
        this.lastEventId = lastEventId;
        this.request = request;
        this.response = request.response();
        this.feed = feed;
    }

    String integratorId() {
        return integratorId;
    }

    /** The position that it resumes from; empty when it begins, or has one that no stream ever gave. */
    Optional<StreamPosition> position() {
        return lastEventId.flatMap(StreamPosition::read);
    }

    /** Whether it has listened before. */
    boolean resumes() {
        return lastEventId.isPresent();
    }

    /** Whether it is gone, or is to go. */
    boolean isGone() {
        return ended || response.closed();
    }

    /** Sends it something. However much it is, one that has taken everything before gets it. */
    void write(String text) {
        if (isGone()) {
            return;
        }
        Buffer bytes = Buffer.buffer(text);
        if (unsent > 0 && unsent + bytes.length() > MOST_UNSENT_BYTES) {
            drop();
            return;
        }
        unsent += bytes.length();
        response.write(bytes).onComplete(written -> unsent -= bytes.length());
    }

    /** Ends the stream in order, after what has been written. */
    void end() {
        if (!isGone()) {
            ended = true;
            response.end();
        }
    }

    private void drop() {
        ended = true;
        LOG.atInfo()
                .addKeyValue("integratorId", integratorId)
                .addKeyValue("unsentBytes", unsent)
                .log("Dropped a listener that doesn't read its stream");
        feed.leave(this);
        // Nothing else is on it, and an answer that has begun can't be taken back otherwise.
        request.connection().close();
    }
}
