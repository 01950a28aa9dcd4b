package io.integrator.webhooks.http;

import io.netty.handler.codec.DecoderException;

/** A request that two readers of HTTP could take for different ones. Has no stack trace: it is a client's doing, not a defect. */
public final class MalformedRequestException extends DecoderException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in words that repeat nothing of the request */
    MalformedRequestException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
