/** Typed settings, read once at the start. */
package io.integrator.webhooks.settings;
