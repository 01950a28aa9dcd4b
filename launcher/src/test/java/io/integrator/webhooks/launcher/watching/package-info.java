/** What watches the service from outside: Prometheus, its rules, the dashboard, and the runbook that goes with them. */
package io.integrator.webhooks.launcher.watching;
