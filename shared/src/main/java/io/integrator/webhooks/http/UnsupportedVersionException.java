package io.integrator.webhooks.http;

import io.netty.handler.codec.DecoderException;

/** A request in another version of HTTP than 1.0 and 1.1. Has no stack trace: it is a client's doing, not a defect. */
public final class UnsupportedVersionException extends DecoderException {

    private static final long serialVersionUID = 1L;

    UnsupportedVersionException() {
        super("neither HTTP/1.0 nor HTTP/1.1");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
