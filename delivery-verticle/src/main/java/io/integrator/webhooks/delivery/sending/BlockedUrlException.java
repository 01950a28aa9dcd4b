package io.integrator.webhooks.delivery.sending;

/** The url itself may not be posted to: it was admitted under settings that don't hold any more. */
final class BlockedUrlException extends Exception {

    private static final long serialVersionUID = 1L;

    BlockedUrlException() {
        super("the url is not one that may be posted to", null, false, false);
    }
}
