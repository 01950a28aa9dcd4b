package io.integrator.webhooks.egress;

/** The url's host has an address that may not be posted to. Tells nothing of the address, since integrators read it. */
public final class BlockedAddressException extends Exception {

    private static final long serialVersionUID = 1L;

    public BlockedAddressException() {
        super("the url's host does not resolve to public addresses only", null, false, false);
    }
}
