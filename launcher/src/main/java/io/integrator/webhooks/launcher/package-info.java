/** The command line, and the wiring of one process. */
package io.integrator.webhooks.launcher;
