import { PostgresDialect } from "kysely";
import pg from "pg";

const INT8 = 20;

/** Kysely's PostgreSQL dialect over a pool; bigint columns (our times and counts) are read as numbers. */
export function postgresDialect(url: string, onError: (error: Error) => void): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    // A server that is silent is as good as away; longer than any query of ours takes.
    query_timeout: 8_000,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
    },
  });
  // A connection that breaks must not end the process: neither one in use nor an idle one, of which the pool tells again.
  pool.on("connect", (client) => client.on("error", onError));
  pool.on("error", () => {});
  return new PostgresDialect({ pool });
}
