package io.integrator.webhooks.settings;

import inet.ipaddr.HostName;

/** What stays on this machine. */
final class Loopback {

    private Loopback() {}

    /** Whether a host, with or without a port, is {@code localhost} or a loopback address. */
    static boolean is(String host) {
        HostName name = new HostName(host);
        return name.isValid() && ("localhost".equalsIgnoreCase(name.getHost()) || name.isLoopback());
    }
}
