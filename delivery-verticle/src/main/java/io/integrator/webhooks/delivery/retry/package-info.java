/** What is claimed from Postgres: owed deliveries whose time has come, and attempts that somebody asked for. */
package io.integrator.webhooks.delivery.retry;
