package io.integrator.webhooks.launcher.watching;

/**
 * A line, or several, of a panel.
 *
 * @param expression PromQL
 * @param legend     what each series is called, in Grafana's way: {@code {{outcome}}} is the label's value
 */
record Query(String expression, String legend) {}
