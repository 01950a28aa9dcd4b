package io.integrator.webhooks.launcher.faults;

/**
 * What the ledger balances: an event for a webhook.
 *
 * @param webhook the last part of its url's path
 */
record Due(String event, String webhook) {}
