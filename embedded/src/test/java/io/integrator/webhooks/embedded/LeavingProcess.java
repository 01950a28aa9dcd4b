package io.integrator.webhooks.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Run in a JVM of its own: starts servers, says so on a line, and lives until it is killed. */
final class LeavingProcess {

    private LeavingProcess() {}

    /** {@code kept} and a directory, or {@code temporary}. */
    public static void main(String[] arguments) throws IOException {
        boolean kept = arguments[0].equals("kept");
        PostgresServer postgres = kept ? PostgresServer.in(Path.of(arguments[1]), 0) : PostgresServer.temporary(0);
        Sql sql = new Sql(postgres.jdbcUrl());
        sql.execute("create table left_behind as select 'committed' as how");
        String data = sql.value("show data_directory");
        System.out.println(
                "STARTED " + Postmaster.of(Path.of(data)).orElseThrow().pid() + " " + data);
        System.in.read();
    }
}
