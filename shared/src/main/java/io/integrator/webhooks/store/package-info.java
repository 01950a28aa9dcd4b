/** Postgres: the schema's migrations, and one class per table that holds its SQL. */
package io.integrator.webhooks.store;
